import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { Copy, PlanVmDetails, Warm } from '@gantry/bff/api/http/plan-machines.ts';
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatNumber,
  formatRate,
  formatTime,
  formatZonedTime,
  secondsBetween,
} from '../../../../shared/format.ts';
import { key, useT, type Translate } from '../../../../shared/i18n.ts';
import { Facts, type Fact } from '../../../../shared/page/facts-card.tsx';
import { useNow } from '../../../../shared/page/use-now.ts';
import { expectedText } from '../vms/warm-text.ts';

function warmFacts(t: Translate, warm: Warm, now: number): Fact[] {
  const { copiedUntil, nextCopyAt, snapshots, snapshotsLeft, cutover, limitReached } = warm;
  const known = (term: string, value: string | undefined): Fact[] => (value === undefined ? [] : [{ term, value }]);
  return [
    ...known(
      t('Lag'),
      cutover.begun === undefined && copiedUntil !== undefined ? formatAge(copiedUntil, now) : undefined,
    ),
    ...known(t('Next copy'), nextCopyAt === undefined ? undefined : formatTime(nextCopyAt, now)),
    ...known(t('No more copies'), limitReached),
    ...known(t('Snapshots at the source'), snapshots === undefined ? undefined : formatNumber(snapshots)),
    ...known(t('Snapshots not removed'), snapshotsLeft.length === 0 ? undefined : snapshotsLeft.join(', ')),
    ...known(t('Cutover'), cutover.begun === undefined ? cutover.at && formatZonedTime(cutover.at, now) : undefined),
    ...known(t('Cutover begun'), cutover.begun && formatZonedTime(cutover.begun, now)),
    ...known(t('Expected downtime'), cutover.begun === undefined ? expectedText(t, warm) : undefined),
  ];
}

const kinds: Readonly<Record<Copy['kind'], string>> = {
  Full: key('All'),
  Delta: key('Changes'),
  Final: key('Last changes'),
};

function resultText(t: Translate, copy: Copy): string {
  if (copy.ended === undefined) return t('Being made');
  return copy.quiesced === false ? t('Done, guest not at rest') : t('Done');
}

function CopyRow({ copy }: { readonly copy: Copy }) {
  const t = useT();
  const seconds = secondsBetween(copy.started, copy.ended);
  const { copiedBytes } = copy;
  const rate = seconds === undefined || seconds === 0 || copiedBytes === undefined ? undefined : copiedBytes / seconds;
  return (
    <Tr>
      <Th scope="row" dataLabel={t('Copy')}>
        {formatNumber(copy.number)}
      </Th>
      <Td dataLabel={t('What')}>
        {t(kinds[copy.kind])}
        {copy.reason !== undefined && <div className="gantry-figures">{copy.reason}</div>}
      </Td>
      <Td dataLabel={t('Started')}>{formatTime(copy.started)}</Td>
      <Td dataLabel={t('Duration')}>{seconds === undefined ? '–' : formatDuration(seconds)}</Td>
      <Td dataLabel={t('Changed')}>{copy.changedBytes === undefined ? '–' : formatBytes(copy.changedBytes)}</Td>
      <Td dataLabel={t('Copied')}>{copiedBytes === undefined ? '–' : formatBytes(copiedBytes)}</Td>
      <Td dataLabel={t('Rate')}>{rate === undefined ? '–' : formatRate(rate)}</Td>
      <Td dataLabel={t('Result')}>{resultText(t, copy)}</Td>
    </Tr>
  );
}

/** Copies of a machine that runs, newest first, and what is known of the last one. */
export function VmCopies({ vm }: { readonly vm: PlanVmDetails }) {
  const t = useT();
  const now = useNow();
  if (vm.warm === undefined) return null;
  const missing = (vm.copies[1]?.number ?? 2) - 2;
  return (
    <>
      <Facts facts={warmFacts(t, vm.warm, now)} />
      {vm.copies.length === 0 ? (
        <p>{t('No copy has begun.')}</p>
      ) : (
        <Table aria-label={t('Precopies of {{name}}', { name: vm.name })} variant="compact" gridBreakPoint="grid-2xl">
          <Thead>
            <Tr>
              <Th>{t('Copy')}</Th>
              <Th>{t('What')}</Th>
              <Th>{t('Started')}</Th>
              <Th>{t('Duration')}</Th>
              <Th>{t('Changed')}</Th>
              <Th>{t('Copied')}</Th>
              <Th>{t('Rate')}</Th>
              <Th>{t('Result')}</Th>
            </Tr>
          </Thead>
          <Tbody>
            {vm.copies.toReversed().map((copy) => (
              <CopyRow key={copy.number} copy={copy} />
            ))}
          </Tbody>
        </Table>
      )}
      {missing > 0 && <p>{t('{{count}} copies after the first are not kept.', { count: missing })}</p>}
    </>
  );
}
