import { ExpandableSection, Label } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { HookUse } from '@gantry/bff/api/http/hooks.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { formatDuration, formatTime } from '../../../shared/format.ts';
import { key, useT } from '../../../shared/i18n.ts';
import { stepNames } from '../hook.ts';

const results: Readonly<
  Record<HookUse['result'], { readonly label: string; readonly status?: 'success' | 'danger' | 'info' }>
> = {
  Running: { label: key('Running'), status: 'info' },
  Succeeded: { label: key('Succeeded'), status: 'success' },
  Failed: { label: key('Failed'), status: 'danger' },
  Canceled: { label: key('Canceled') },
};

function durationOf({ started, completed }: HookUse): string {
  if (started === undefined || completed === undefined) return '–';
  return formatDuration((Date.parse(completed) - Date.parse(started)) / 1000);
}

function Output({ text }: { readonly text: string | undefined }) {
  const t = useT();
  if (text === undefined) return <>–</>;
  return (
    <ExpandableSection toggleTextCollapsed={t('Show')} toggleTextExpanded={t('Hide')}>
      <pre className="gantry-evidence">{text}</pre>
    </ExpandableSection>
  );
}

/** The last times that a hook ran. */
export function HookUsesTable({ uses }: { readonly uses: readonly HookUse[] }) {
  const t = useT();
  if (uses.length === 0) return <p>{t('It has not run yet.')}</p>;
  return (
    <Table aria-label={t('Runs of the hook')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>{t('VM')}</Th>
          <Th>{t('Plan')}</Th>
          <Th>{t('When')}</Th>
          <Th>{t('Result')}</Th>
          <Th>{t('Started')}</Th>
          <Th>{t('Duration')}</Th>
          <Th>{t('Output')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {uses.map((use) => {
          const { label, status } = results[use.result];
          return (
            <Tr key={`${use.plan.namespace} ${use.plan.name} ${use.vm.id} ${use.step} ${use.started ?? ''}`}>
              <Th scope="row" dataLabel={t('VM')}>
                {use.vm.name}
              </Th>
              <Td dataLabel={t('Plan')}>
                <Link to={detailsAddress('Plan', use.plan)}>{use.plan.name}</Link>
              </Td>
              <Td dataLabel={t('When')}>{t(stepNames[use.step])}</Td>
              <Td dataLabel={t('Result')}>
                <Label status={status}>{t(label)}</Label>
              </Td>
              <Td dataLabel={t('Started')}>{use.started === undefined ? '–' : formatTime(use.started)}</Td>
              <Td dataLabel={t('Duration')}>{durationOf(use)}</Td>
              <Td dataLabel={t('Output')}>
                <Output text={use.output} />
              </Td>
            </Tr>
          );
        })}
      </Tbody>
    </Table>
  );
}
