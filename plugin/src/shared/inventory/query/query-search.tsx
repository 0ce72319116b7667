import { useId, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import {
  Button,
  HelperText,
  HelperTextItem,
  TextInputGroup,
  TextInputGroupMain,
  TextInputGroupUtilities,
} from '@patternfly/react-core';
import { SearchIcon, TimesIcon } from '@patternfly/react-icons';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { useT } from '../../i18n.ts';
import { messageOf, say } from '../../messages/say.ts';
import type { ListQueryState } from '../../table/list-query.ts';
import { useTypedSearch } from '../../table/use-typed-search.ts';
import { QueryHelp } from './query-help.tsx';
import { suggestionsAt, type KnownValues, type Suggestion } from './suggestions.ts';
import './query-search.css';

interface QuerySearchProps extends ListQueryState {
  readonly values: KnownValues;
  /** Why the service does not understand the query. */
  readonly problem?: Problem;
}

/** The query, with the place that the service complains about. */
function QueryFault({ id, text, problem }: { readonly id: string; readonly text: string; readonly problem: Problem }) {
  const t = useT();
  const start = Number(problem.parameters.start ?? 0);
  const end = Math.max(start + 1, Number(problem.parameters.end ?? text.length));
  const marked = text.slice(start, end).trim();
  return (
    <HelperText id={id} className="gantry-query-fault">
      <HelperTextItem variant="error">
        {say(t, messageOf(problem)).what}{' '}
        <code>
          {text.slice(0, start)}
          <mark>{marked === '' ? '…' : text.slice(start, end)}</mark>
          {text.slice(end)}
        </code>
      </HelperTextItem>
    </HelperText>
  );
}

interface SuggestionListProps {
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly choose: (suggestion: Suggestion) => void;
}

function SuggestionList({ id, suggestions, active, choose }: SuggestionListProps) {
  const t = useT();
  return (
    <ul id={id} role="listbox" aria-label={t('Suggestions')} className="gantry-suggestions">
      {suggestions.map((suggestion, index) => (
        <li
          key={suggestion.text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // The box keeps the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            choose(suggestion);
          }}
        >
          {suggestion.text.trim()}
        </li>
      ))}
    </ul>
  );
}

/** Steps through suggestions; -1 is none of them. */
const steps: Readonly<Record<string, (active: number, count: number) => number>> = {
  ArrowDown: (active, count) => (active + 1) % count,
  ArrowUp: (active, count) => (active <= 0 ? count : active) - 1,
};

function useSuggestions(typed: string, type: (text: string) => void, values: KnownValues) {
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [cursor, setCursor] = useState(typed.length);
  const suggestions = isOpen ? suggestionsAt(typed.slice(0, cursor), values) : [];
  const open = (next: boolean) => {
    setOpen(next);
    setActive(-1);
  };
  const choose = ({ text, start }: Suggestion) => {
    type(typed.slice(0, start) + text + typed.slice(cursor));
    setCursor(start + text.length);
    setActive(-1);
    input.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const chosen = suggestions[active];
    if (step !== undefined) {
      event.preventDefault();
      if (suggestions.length === 0) open(true);
      else setActive(step(active, suggestions.length));
    } else if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      choose(chosen);
    } else if (event.key === 'Escape' && suggestions.length > 0) {
      event.stopPropagation();
      open(false);
    }
  };
  return { input, suggestions, active, open, choose, press, setCursor };
}

/** A search box for words and conditions, which suggests fields and values and shows where a query is wrong. */
export function QuerySearch({ query, change, values, problem }: QuerySearchProps) {
  const t = useT();
  const id = useId();
  const [typed, type] = useTypedSearch({ query, change });
  const { input, suggestions, active, open, choose, press, setCursor } = useSuggestions(typed, type, values);
  const listId = `${id}-suggestions`;
  const faultId = `${id}-fault`;
  const isExpanded = suggestions.length > 0;
  // A query that is being completed is not wrong yet.
  const fault = isExpanded ? undefined : problem;
  return (
    <div className="gantry-query">
      <TextInputGroup validated={fault === undefined ? undefined : 'error'}>
        <TextInputGroupMain
          innerRef={input}
          icon={<SearchIcon />}
          role="combobox"
          isExpanded={isExpanded}
          aria-controls={isExpanded ? listId : undefined}
          aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
          aria-label={t('Search or query')}
          inputProps={{
            'aria-invalid': fault !== undefined,
            'aria-describedby': fault === undefined ? undefined : faultId,
            'aria-autocomplete': 'list',
            autoComplete: 'off',
            spellCheck: false,
            onSelect: (event: SyntheticEvent<HTMLInputElement>) =>
              setCursor(event.currentTarget.selectionStart ?? typed.length),
          }}
          placeholder={t('Search or query: power = on and disks > 2')}
          value={typed}
          onChange={({ currentTarget }, value) => {
            type(value);
            setCursor(currentTarget.selectionStart ?? value.length);
            open(value !== '');
          }}
          onKeyDown={press}
          onBlur={() => open(false)}
        />
        <TextInputGroupUtilities>
          {typed !== '' && (
            <Button
              variant="plain"
              aria-label={t('Clear the search')}
              icon={<TimesIcon />}
              onClick={() => {
                type('');
                change({ search: '' });
                input.current?.focus();
              }}
            />
          )}
          <QueryHelp />
        </TextInputGroupUtilities>
      </TextInputGroup>
      {isExpanded && <SuggestionList id={listId} suggestions={suggestions} active={active} choose={choose} />}
      {fault !== undefined && <QueryFault id={faultId} text={query.search} problem={fault} />}
    </div>
  );
}
