import type { VmRow } from '../../api/http/plan-machines.ts';
import type { PlanRow } from '../../api/http/plans.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { PlanState } from '../../api/http/states.ts';
import { formatDuration } from './duration.ts';
import { counted, sentence } from './message.ts';
import { blockersOf, conditionsOf, warningsOf, type PlanFacts, type VmCounts } from './plan-state.ts';

interface Facts extends PlanFacts {
  readonly counts: VmCounts;
  readonly cutover?: PlanRow['cutover'];
  readonly pausedBy?: string;
  /** Of the last run. */
  readonly seconds?: number;
  /** Of the last run. */
  readonly canceledBy?: string;
  /** Why the last run begins with no machine. */
  readonly waits?: string;
}

function earliest(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).toSorted()[0];
}

function named(vms: readonly VmRow[], state: VmRow['state']): VmRow | undefined {
  return vms.find((vm) => vm.state === state);
}

/** None of its machines can be begun. */
function waitingSentence({ waits: reason, counts }: Facts): Message | undefined {
  if (reason === undefined || counts.running > 0) return undefined;
  return sentence('plan-Queued', 'No VM can start: {reason}', { reason });
}

function runningSentence({ vms, counts }: Facts): Message {
  const copying = vms.filter(({ state }) => state === 'CopyingDisks' || state === 'Stalled').length;
  const parts = [
    copying > 0
      ? `Copying ${copying} of ${counted(counts.total, 'VM')}`
      : `Working on ${counts.running} of ${counted(counts.total, 'VM')}`,
    ...(counts.succeeded > 0 ? [`${counts.succeeded} done`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.ready > 0 ? [`${counts.ready} ready for cutover`] : []),
    ...(counts.waiting > 0 ? [`${counts.waiting} waiting: ${named(vms, 'Queued')?.message.text ?? ''}`] : []),
  ];
  return sentence('plan-Running', '{summary}', { summary: parts.join(' · '), copying, ...counts });
}

function pausedSentence({ counts, pausedBy }: Facts): Message {
  const { running, waiting, ready, total } = counts;
  const parts = [
    pausedBy === undefined ? 'Paused' : `Paused by ${pausedBy}`,
    ...(running > 0
      ? [`${running} of ${counted(total, 'VM')} ${running === 1 ? 'finishes' : 'finish'} what has begun`]
      : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(ready > 0 ? [`${ready} ready for cutover`] : []),
  ];
  return sentence('plan-Paused', '{summary}.', { summary: parts.join(' · '), ...counts });
}

function partsOf({ total, succeeded, failed, canceled }: VmCounts): string[] {
  const rest = total - succeeded - failed - canceled;
  const parts: [number, string][] = [
    [succeeded, 'migrated'],
    [failed, 'failed'],
    [canceled, 'canceled'],
    [rest, 'not run'],
  ];
  return parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
}

function archivedSentence({ plan }: Facts): Message {
  const user = plan.metadata.annotations?.['gantry.dev/archived-by'] ?? '';
  const since = conditionsOf(plan).find(({ type }) => type === 'Archived')?.lastTransitionTime;
  return user === ''
    ? sentence('plan-Archived', 'Archived. Results are kept.', { since })
    : sentence('plan-Archived-by', 'Archived by {user}. Results are kept.', { user, since });
}

/** Sources that are off because of the run: what is canceled powers them on again. */
function cancelingSentence({ vms, counts }: Facts): Message {
  const off = vms.filter(
    ({ state, source }) =>
      (state === 'Canceling' || state === 'RestoringSourcePower') && source.handling === 'offByGantry',
  ).length;
  const parts = [
    `Stopping ${counted(counts.running, 'VM')}`,
    ...(off > 0 ? [`restoring ${counted(off, 'source')}`] : []),
  ];
  return sentence('plan-Canceling', '{summary}.', { summary: parts.join(', '), ...counts });
}

function withNotesSentence({ vms, counts, seconds }: Facts): Message {
  const noted = vms.filter(({ state }) => state === 'SucceededWithWarnings').length;
  return sentence('plan-SucceededWithWarnings', '{vms} migrated{in}; {notes}.', {
    vms: counted(counts.total, 'VM'),
    in: seconds === undefined ? '' : ` in ${formatDuration(seconds)}`,
    notes: noted === 1 ? '1 has notes' : `${noted} have notes`,
  });
}

/** Failed after the commit: the target exists, and the source must not run beside it. */
function failedBehindCommit(vms: readonly VmRow[]): number {
  return vms.filter(({ state, source }) => state === 'Failed' && source.handling === 'offByGantry').length;
}

/** Where the sources stand of those that did not succeed. */
function sourcesLeft(others: number, off: number): string {
  if (off === 0) return others === 1 ? 'that source is as before' : `those ${others} sources are as before`;
  const staying =
    off === 1 ? '1 source stays off, for its target exists' : `${off} sources stay off, for their targets exist`;
  if (off === others) return staying;
  return `${staying}; ${others - off === 1 ? 'the other is' : `the other ${others - off} are`} as before`;
}

function partlySentence({ vms, counts }: Facts): Message {
  const others = counts.total - counts.succeeded;
  const off = failedBehindCommit(vms);
  return sentence('plan-PartlySucceeded', '{summary}; {sources}.', {
    summary: partsOf(counts).join(', '),
    sources: sourcesLeft(others, off),
    off,
    ...counts,
  });
}

function failedSentence({ vms, counts }: Facts): Message {
  const failed = counted(counts.failed, 'VM');
  const off = failedBehindCommit(vms);
  if (off === 0) return sentence('plan-Failed', '{vms} failed. All sources are as before.', { vms: failed });
  return sentence('plan-Failed', '{vms} failed; {sources}.', {
    vms: failed,
    sources: sourcesLeft(counts.total, off),
    off,
  });
}

function firstBlocker({ plan }: Facts): Message {
  const blockers = blockersOf(plan);
  const [first] = blockers;
  const things = blockers.length === 1 ? '1 thing to fix' : `${blockers.length} things to fix`;
  return sentence('plan-NotReady', '{things}: {first}', {
    things,
    count: blockers.length,
    first: first?.message ?? '',
  });
}

/** The sentence beside a plan's label, by state; every number in it is also a blank. */
const sentences: Readonly<Record<PlanState, (facts: Facts) => Message>> = {
  Deleting: () => sentence('plan-Deleting', 'Removing temporary objects.'),
  Archiving: () => sentence('plan-Archiving', 'Removing temporary objects.'),
  Archived: archivedSentence,
  SourceNotPoweredOn: ({ vms }) =>
    sentence('plan-SourceNotPoweredOn', '{vm} is still off at the source; it was on before.', {
      vm: named(vms, 'SourceNotPoweredOn')?.name ?? '',
    }),
  Canceling: cancelingSentence,
  Paused: pausedSentence,
  Running: (facts) => waitingSentence(facts) ?? runningSentence(facts),
  StartScheduled: ({ startAt, counts }) =>
    sentence('plan-StartScheduled', 'Starts {at}: {vms}.', { at: startAt, vms: counted(counts.total, 'VM') }),
  Queued: ({ vms }) =>
    sentence('plan-Queued', 'No VM can start: {reason}', { reason: named(vms, 'Queued')?.message.text ?? '' }),
  CutoverDue: ({ vms, cutover }) => {
    const due = vms.filter(({ state }) => state === 'CutoverDue');
    return sentence('plan-CutoverDue', 'Cutover due since {at}: {vms} not begun. {reason}', {
      at: cutover?.at,
      vms: due.length === 1 ? '1 VM has' : `${due.length} VMs have`,
      reason: due[0]?.message.parameters.reason,
    });
  },
  CutoverScheduled: ({ counts, cutover }) =>
    sentence('plan-CutoverScheduled', 'Cutover {at}: {vms}. {ready} of {total} ready. Sources run.', {
      at: cutover?.at,
      vms: counted(cutover?.vms ?? 0, 'VM'),
      ready: counts.ready,
      total: counted(counts.total, 'VM'),
    }),
  WaitingForCutover: ({ vms, counts }) => {
    const next = earliest(vms.map(({ warm }) => warm?.nextCopyAt));
    const failed = counts.failed > 0 ? counts.failed : undefined;
    const copied = failed === undefined ? '{ready} of {total} copied' : '{ready} of {total} copied, {failed} failed';
    return sentence(
      'plan-WaitingForCutover',
      next === undefined ? `${copied}. Sources run.` : `${copied}; next copy {next}. Sources run.`,
      { ready: counts.ready, total: counted(counts.total, 'VM'), failed, next },
    );
  },
  Succeeded: ({ counts, seconds }) =>
    sentence('plan-Succeeded', seconds === undefined ? '{vms} migrated.' : '{vms} migrated in {duration}.', {
      vms: counted(counts.total, 'VM'),
      duration: seconds === undefined ? undefined : formatDuration(seconds),
    }),
  SucceededWithWarnings: withNotesSentence,
  PartlySucceeded: partlySentence,
  Failed: failedSentence,
  Canceled: ({ canceledBy }) =>
    canceledBy === undefined
      ? sentence('plan-Canceled', 'Canceled. No VM was migrated.')
      : sentence('plan-Canceled-by', 'Canceled by {user}. No VM was migrated.', { user: canceledBy }),
  NotReady: firstBlocker,
  Checking: ({ plan }) =>
    sentence('plan-Checking', 'Checking {vms} against {source}.', {
      vms: counted(plan.spec.vms.length, 'VM'),
      source: plan.spec.provider.source.name ?? 'the source',
    }),
  Ready: () => sentence('plan-Ready', 'Can start.'),
  ReadyWithWarnings: ({ plan }) =>
    sentence('plan-ReadyWithWarnings', 'Can start; {warnings}.', {
      warnings: counted(warningsOf(plan).length, 'warning'),
    }),
};

export function planMessage(state: PlanState, facts: Facts): Message {
  return sentences[state](facts);
}
