import type { VmRow } from '../../api/http/plan-machines.ts';
import type { ConsequenceFacts, Consequences } from './consequence-facts.ts';
import { counted, is, sentence } from './message.ts';
import { pausedStates } from './vm-state.ts';

const waits = ({ state }: VmRow) => state === 'NotStarted' || state === 'Queued';

/** Of pausing a plan. */
export function pauseConsequences({ plan, vms }: ConsequenceFacts): Consequences {
  const waiting = vms.filter(waits).length;
  const resting = vms.filter(({ state }) => pausedStates.has(state)).length;
  const running = vms.length - waiting - resting;
  return {
    title: sentence('pause-title', 'Pause {plan}?', { plan: plan.metadata.name }),
    consequences: [
      ...(waiting > 0
        ? [sentence('pause-waiting', '{vms} not begun until the plan goes on.', { vms: is(waiting, 'waiting VM') })]
        : []),
      ...(running > 0
        ? [
            sentence(
              'pause-running',
              '{vms} under way: what has begun goes on, a copy of a running VM to its end, a cutover and everything of a VM that is off until its target runs.',
              { vms: is(running, 'VM') },
            ),
          ]
        : []),
      ...(vms.some(({ warm }) => warm !== undefined)
        ? [
            sentence(
              'pause-warm',
              'No further copy is made and no cutover begins, not even one that is due. Snapshots at the source stay, and grow until the plan goes on.',
            ),
          ]
        : []),
    ],
  };
}

/** Of letting it go on. */
export function resumeConsequences({ plan, vms }: ConsequenceFacts): Consequences {
  const waiting = vms.filter(waits).length;
  const due = vms.filter(({ state }) => state === 'CutoverDue').length;
  return {
    title: sentence('resume-title', 'Let {plan} go on?', { plan: plan.metadata.name }),
    consequences: [
      ...(waiting > 0 ? [sentence('resume-waiting', '{vms} begun in turn.', { vms: is(waiting, 'waiting VM') })] : []),
      ...(due > 0
        ? [
            sentence(
              'resume-cutovers',
              'The cutover of {vms} has become due and begins at once; take it back first to wait.',
              {
                vms: counted(due, 'VM'),
                due,
              },
            ),
          ]
        : []),
    ],
  };
}
