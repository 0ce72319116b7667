import type { ReactNode } from 'react';
import { Button, ToolbarGroup, ToolbarItem } from '@patternfly/react-core';
import { formatNumber } from '../format.ts';
import { useT } from '../i18n.ts';

export type SelectionView = 'all' | 'selected';

interface SelectionBarProps {
  readonly selected: number;
  readonly clear: () => void;
  readonly view: SelectionView;
  readonly show: (view: SelectionView) => void;
  /** Offered where more match than the page shows. */
  readonly selectMatching?: { readonly count: number; readonly busy: boolean; readonly run: () => void };
  /** What can be done with the selected. */
  readonly children?: ReactNode;
}

/** How many machines of all pages are selected, and what to do about it. */
export function SelectionBar({ selected, clear, view, show, selectMatching, children }: SelectionBarProps) {
  const t = useT();
  const link = { variant: 'link', isInline: true } as const;
  return (
    <ToolbarGroup alignSelf="center">
      <ToolbarItem alignSelf="center">
        <strong>{t('{{number}} selected', { number: formatNumber(selected) })}</strong>
      </ToolbarItem>
      {(selected > 0 || view === 'selected') && (
        <ToolbarItem alignSelf="center">
          <Button {...link} onClick={() => show(view === 'all' ? 'selected' : 'all')}>
            {view === 'all' ? t('Show selected ({{number}})', { number: formatNumber(selected) }) : t('Show all')}
          </Button>
        </ToolbarItem>
      )}
      {selected > 0 && (
        <ToolbarItem alignSelf="center">
          <Button {...link} onClick={clear}>
            {t('Clear')}
          </Button>
        </ToolbarItem>
      )}
      {view === 'all' && selectMatching !== undefined && (
        <ToolbarItem alignSelf="center">
          <Button {...link} isLoading={selectMatching.busy} onClick={selectMatching.run}>
            {t('Select all {{number}} matching', { number: formatNumber(selectMatching.count) })}
          </Button>
        </ToolbarItem>
      )}
      {children}
    </ToolbarGroup>
  );
}
