import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { Warm } from '../../api/http/plan-machines.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { VmState } from '../../api/http/states.ts';
import { formatBytes, formatPart } from './bytes.ts';
import { sentence } from './message.ts';

interface WarmRun {
  readonly run: VirtualMachineMigration;
  readonly warm: Warm;
}

type Sentence = (of: WarmRun) => Message | undefined;

const paused: Sentence = ({ warm: { copies, last, copiedUntil, nextCopyAt, limitReached } }) => {
  if (limitReached !== undefined)
    return sentence('vm-ReadyForCutover-limit', '{reason}. Source runs.', { reason: limitReached, since: copiedUntil });
  const copied = last?.copiedBytes === undefined ? undefined : formatBytes(last.copiedBytes);
  const parts = [
    'Copy {number}',
    ...(copied === undefined ? [] : [', {bytes},']),
    ' has what was there at {since}.',
    ...(nextCopyAt === undefined ? [] : [' Next {next}.']),
    ' Source runs.',
  ];
  const blanks = { number: copies, bytes: copied, since: copiedUntil, next: nextCopyAt };
  return sentence('vm-ReadyForCutover', parts.join(''), blanks);
};

/** What holds a cutover up that is due. */
function holdsUp({ run, warm: { current, copies } }: WarmRun): string {
  const { waiting } = run.status ?? {};
  if (run.spec.paused === true) return 'Its plan is paused.';
  if (waiting?.on === 'slot') return run.spec.queue?.reason ?? 'Waits for its turn.';
  return current === undefined ? 'Begins at once.' : `Waits for copy ${copies + 1}.`;
}

const sentences: Readonly<Partial<Record<VmState, Sentence>>> = {
  TakingSnapshot: ({ run, warm }) =>
    sentence('vm-TakingSnapshot', 'Snapshot for copy {number} since {since}. Source runs.', {
      number: warm.copies + 1,
      since: run.status?.cursor?.since,
    }),
  CopyingDisks: ({ warm: { copies, current } }) =>
    copies === 0 || current?.progress === undefined
      ? undefined
      : sentence('vm-CopyingDisks-changes', 'Copy {number}, {bytes} of changes. Source runs.', {
          number: current.number,
          bytes: formatPart(current.progress.completedBytes, current.progress.totalBytes),
        }),
  ReadyForCutover: paused,
  CutoverScheduled: ({ warm: { cutover, copiedUntil } }) =>
    sentence('vm-CutoverScheduled', 'Cutover {at}. Copied until {since}. Source runs.', {
      at: cutover.at,
      since: copiedUntil,
    }),
  CutoverDue: (of) =>
    sentence('vm-CutoverDue', 'Due since {at}. {reason} Source runs.', { at: of.warm.cutover.at, reason: holdsUp(of) }),
  CopyingFinalChanges: ({ run, warm: { current } }) => {
    const { progress } = current ?? {};
    const bytes = progress === undefined ? undefined : formatPart(progress.completedBytes, progress.totalBytes);
    const template = bytes === undefined ? 'Source off since {since}.' : 'Source off since {since}. {bytes}.';
    return sentence('vm-CopyingFinalChanges', template, { since: run.status?.downtime?.since, bytes });
  },
  RemovingSnapshots: ({ run }) => {
    const { namespace, name } = run.spec.resolved.target;
    return sentence('vm-RemovingSnapshots', 'Migrated to {target}; snapshots are removed at the source.', {
      target: `${namespace}/${name}`,
    });
  },
};

/** Where a warm run has more to say of its state than another; undefined elsewhere. */
export function warmMessage(state: VmState, of: WarmRun): Message | undefined {
  return sentences[state]?.(of);
}
