import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { formatDuration, formatTime, secondsBetween } from '../../../../shared/format.ts';
import { key, useT, type Translate } from '../../../../shared/i18n.ts';
import { say } from '../../../../shared/messages/say.ts';
import { planAppearance, type Appearance } from '../../../../shared/states/appearance.ts';
import { StateLabel } from '../../../../shared/states/state-label.tsx';

type Run = PlanDetails['runs'][number];

const appearances: Readonly<Record<Run['result'], Appearance>> = {
  Waiting: { ...planAppearance.Queued, label: key('Waiting') },
  Running: planAppearance.Running,
  Succeeded: planAppearance.Succeeded,
  Failed: planAppearance.Failed,
  Canceled: planAppearance.Canceled,
  NotStarted: { ...planAppearance.Canceled, label: key('Not started') },
};

/** Who set its cutover and who canceled, as far as it is on record. */
function changesText(t: Translate, { cutoverBy, canceledBy }: Run): string {
  const parts = [
    ...(cutoverBy === undefined ? [] : [t('Cutover: {{user}}', { user: cutoverBy })]),
    ...(canceledBy === undefined ? [] : [t('Cancel: {{user}}', { user: canceledBy })]),
  ];
  return parts.length === 0 ? '–' : parts.join(' · ');
}

function outcomeText(t: Translate, { vms }: Run): string {
  if (vms === undefined) return '–';
  const parts = [
    ...(vms.succeeded > 0 ? [t('{{count}} done', { count: vms.succeeded })] : []),
    ...(vms.failed > 0 ? [t('{{count}} failed', { count: vms.failed })] : []),
    ...(vms.canceled > 0 ? [t('{{count}} canceled', { count: vms.canceled })] : []),
  ];
  return parts.length === 0 ? '–' : parts.join(', ');
}

function RunRow({ run }: { readonly run: Run }) {
  const t = useT();
  const seconds = secondsBetween(run.started, run.completed);
  return (
    <Tr>
      <Th scope="row" dataLabel={t('Run')}>
        {run.name}
      </Th>
      <Td dataLabel={t('Result')}>
        <div className="gantry-status">
          <StateLabel appearance={appearances[run.result]} />
          {run.message !== undefined && <span>{say(t, run.message).what}</span>}
        </div>
      </Td>
      <Td dataLabel={t('Started by')}>{run.startedBy ?? '–'}</Td>
      <Td dataLabel={t('Changed by')}>{changesText(t, run)}</Td>
      <Td dataLabel={t('Started')}>{formatTime(run.started ?? run.created)}</Td>
      <Td dataLabel={t('Ended')}>{run.completed === undefined ? '–' : formatTime(run.completed)}</Td>
      <Td dataLabel={t('Duration')}>{seconds === undefined ? '–' : formatDuration(seconds)}</Td>
      <Td dataLabel={t('VMs')}>{outcomeText(t, run)}</Td>
      <Td dataLabel={t('Longest downtime')}>
        {run.longestDowntimeSeconds === undefined ? '–' : formatDuration(run.longestDowntimeSeconds)}
      </Td>
    </Tr>
  );
}

/** Runs of the plan, newest first. */
export function RunsTable({ runs }: { readonly runs: readonly Run[] }) {
  const t = useT();
  if (runs.length === 0) return <p>{t('The plan has not been started.')}</p>;
  return (
    <Table aria-label={t('Runs')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>{t('Run')}</Th>
          <Th>{t('Result')}</Th>
          <Th>{t('Started by')}</Th>
          <Th>{t('Changed by')}</Th>
          <Th>{t('Started')}</Th>
          <Th>{t('Ended')}</Th>
          <Th>{t('Duration')}</Th>
          <Th>{t('VMs')}</Th>
          <Th>{t('Longest downtime')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {[...runs]
          .sort((left, right) => right.created.localeCompare(left.created))
          .map((run) => (
            <RunRow key={run.uid} run={run} />
          ))}
      </Tbody>
    </Table>
  );
}
