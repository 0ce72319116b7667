import { useState } from 'react';
import { Button, MenuFooter, MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core';
import { useT } from '../i18n.ts';
import { focusOnOpenAndChoice, opensByArrow } from '../menus/menu-keys.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

interface OptionSelectProps {
  readonly id: string;
  /** The accessible name, with the value chosen. */
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly state?: 'error';
  readonly placeholder?: string;
  readonly describedBy?: string;
  /** A way to something that is not in the list. */
  readonly extra?: { readonly title: string; readonly run: () => void };
}

/** One of few options; nothing is chosen silently. */
export function OptionSelect(props: OptionSelectProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { id, label, options, value, onChange, state, placeholder = t('Choose…'), describedBy, extra } = props;
  const chosen = options.find((option) => option.value === value)?.label ?? (value || placeholder);
  return (
    <Select
      {...focusOnOpenAndChoice}
      isOpen={open}
      onOpenChange={setOpen}
      selected={value}
      isScrollable
      onSelect={(_, picked) => {
        onChange(String(picked));
        setOpen(false);
      }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          id={id}
          isExpanded={open}
          isFullWidth
          status={state === 'error' ? 'danger' : undefined}
          aria-label={t('{{label}}: {{value}}', { label, value: chosen })}
          aria-describedby={describedBy}
          onClick={() => {
            setOpen(!open);
          }}
          onKeyDown={opensByArrow(() => setOpen(true))}
        >
          {chosen}
        </MenuToggle>
      )}
    >
      <SelectList aria-label={label}>
        {options.map((option) => (
          <SelectOption key={option.value} value={option.value} description={option.description}>
            {option.label}
          </SelectOption>
        ))}
      </SelectList>
      {extra !== undefined && (
        <MenuFooter>
          <Button
            variant="link"
            isInline
            onClick={() => {
              setOpen(false);
              extra.run();
            }}
          >
            {extra.title}
          </Button>
        </MenuFooter>
      )}
    </Select>
  );
}
