import { useState } from 'react';
import { Button, Flex, FlexItem } from '@patternfly/react-core';
import type { PlanRow } from '@gantry/bff/api/http/plans.ts';
import { key, useT } from '../../../../shared/i18n.ts';
import type { RowSelection } from '../../../../shared/table/data-table.tsx';
import { bulkActions, type BulkAction } from './bulk-acts.ts';
import { BulkDialog } from './bulk-dialog.tsx';

type Chosen = ReadonlyMap<string, Pick<PlanRow, 'namespace' | 'name'>>;

/** Plans that are chosen, by uid: they stay chosen on other pages and with other filters. */
export function useChosenPlans() {
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const selection: RowSelection<PlanRow> = {
    isSelected: ({ uid }) => chosen.has(uid),
    select: (rows, { selected }) =>
      setChosen((before) => {
        const next = new Map(before);
        for (const { uid, namespace, name } of rows) {
          if (selected) next.set(uid, { namespace, name });
          else next.delete(uid);
        }
        return next;
      }),
  };
  return { chosen, selection, clear: () => setChosen(new Map()) };
}

const titles: Readonly<Record<BulkAction, string>> = {
  start: key('Start…'),
  cutover: key('Cut over…'),
  cancel: key('Cancel…'),
  archive: key('Archive…'),
};

/** What can be done with the chosen plans; which of them it is possible for, the dialog says. */
export function PlanBulk({ chosen, clear }: { readonly chosen: Chosen; readonly clear: () => void }) {
  const t = useT();
  const [action, setAction] = useState<BulkAction>();
  if (chosen.size === 0) return null;
  return (
    <>
      <Flex
        role="group"
        aria-label={t('Selected plans')}
        gap={{ default: 'gapMd' }}
        alignItems={{ default: 'alignItemsCenter' }}
        className="pf-v6-u-mb-md"
      >
        <FlexItem>{t('{{count}} selected', { count: chosen.size })}</FlexItem>
        <FlexItem>
          <Button variant="link" isInline onClick={clear}>
            {t('Clear')}
          </Button>
        </FlexItem>
        {bulkActions.map((one) => (
          <FlexItem key={one}>
            <Button variant="secondary" onClick={() => setAction(one)}>
              {t(titles[one])}
            </Button>
          </FlexItem>
        ))}
      </Flex>
      {action !== undefined && (
        <BulkDialog
          action={action}
          plans={[...chosen.values()]}
          onClose={() => setAction(undefined)}
          onDone={() => {
            setAction(undefined);
            clear();
          }}
        />
      )}
    </>
  );
}
