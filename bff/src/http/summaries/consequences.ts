import type { VmRow } from '../../api/http/plan-machines.ts';
import type { Message } from '../../api/http/shapes.ts';
import { formatBytes } from './bytes.ts';
import type { ConsequenceFacts, Consequences } from './consequence-facts.ts';
import { archivedConversions, canceledConversions, onlyConverts } from './conversion-consequences.ts';
import { cutoverConsequences } from './cutover-consequences.ts';
import { isOpenForCutover } from './cutover-open.ts';
import { be, counted, is, sentence } from './message.ts';
import type { PlanAction } from './plan-actions.ts';
import { pauseConsequences, resumeConsequences } from './pause-consequences.ts';
import { isWarm } from './plan-state.ts';
import { succeededStates, unfinishedStates } from './vm-state.ts';

function count(vms: readonly VmRow[], has: (vm: VmRow) => boolean): number {
  return vms.filter(has).length;
}

function staysOn(running: number): Message {
  return sentence(
    'start-warm',
    '{running} running source VMs keep running: their disks are copied meanwhile, and again and again until their cutover, which you start or plan then.',
    { running },
  );
}

function start({ plan, vms, diskBytes }: ConsequenceFacts): Consequences {
  const running = count(vms, ({ source }) => source.power === 'On');
  const off = vms.length - running;
  const done = plan.spec.vms.length - vms.length;
  const started = plan.spec.targetPowerState === 'on' ? vms.length : plan.spec.targetPowerState === 'off' ? 0 : running;
  return {
    title: sentence('start-title', 'Start migration of {vms}?', { vms: counted(vms.length, 'VM') }),
    consequences: [
      isWarm(plan)
        ? staysOn(running)
        : sentence('start-sources', '{shutdown}{already}. Nothing is deleted at the source.', {
            shutdown:
              running === 1
                ? '1 running source VM is shut down when its turn comes and stays off'
                : `${running} running source VMs are shut down, each when its turn comes, and stay off`,
            already: off === 0 ? '' : `; ${is(off)} off already`,
            running,
            off,
          }),
      onlyConverts(plan)
        ? sentence(
            'start-conversion',
            'Nothing is copied: guests are converted in the claims that stand in project {project}, once and for good; {vms} created, {started} of them started.',
            { project: plan.spec.targetNamespace, vms: is(vms.length, 'VM'), started },
          )
        : sentence('start-target', '{bytes} copied to project {project}; {vms} created, {started} of them started.', {
            bytes: diskBytes === undefined ? 'Their disks are' : `Up to ${formatBytes(diskBytes)} are`,
            project: plan.spec.targetNamespace,
            vms: is(vms.length, 'VM'),
            started,
          }),
      sentence(
        'start-failure',
        'A VM that fails or is canceled before its target exists is powered on again at the source.',
      ),
      ...(done > 0 ? [sentence('start-done', '{vms} migrated already and not touched.', { vms: is(done, 'VM') })] : []),
    ],
  };
}

function canceledCopies({ plan, vms }: Pick<ConsequenceFacts, 'plan' | 'vms'>): Message {
  const copied = vms.reduce((sum, vm) => sum + (vm.progress?.completedBytes ?? 0), 0);
  const removed = plan.spec.deleteVmOnFailMigration ?? true;
  return sentence(
    'cancel-copies',
    removed ? 'Copies stop; {bytes} copied for them is deleted.' : 'Copies stop; {bytes} copied for them is kept.',
    { bytes: formatBytes(copied) },
  );
}

function cancel({ plan, vms, all }: ConsequenceFacts): Consequences {
  const restored = count(vms, ({ source }) => source.handling === 'offByGantry');
  const finished = count(all, ({ state }) => succeededStates.has(state));
  return {
    title: sentence('cancel-title', 'Cancel {count} of {vms}?', { count: vms.length, vms: counted(all.length, 'VM') }),
    consequences: [
      ...(onlyConverts(plan) ? canceledConversions({ plan, vms }) : [canceledCopies({ plan, vms })]),
      ...(vms.some(({ warm }) => warm !== undefined)
        ? [sentence('cancel-snapshots', 'Snapshots that Gantry took of them are removed at the source.')]
        : []),
      ...(restored > 0
        ? [
            sentence('cancel-sources', '{sources} powered on again.', {
              sources: `${counted(restored, 'source')} that Gantry shut down ${be(restored)}`,
            }),
          ]
        : []),
      ...(finished > 0
        ? [sentence('cancel-finished', '{vms} not touched.', { vms: is(finished, 'finished VM') })]
        : []),
    ],
  };
}

function archive({ plan }: ConsequenceFacts): Consequences {
  return {
    title: sentence('archive-title', 'Archive {plan}?', { plan: plan.metadata.name }),
    consequences: [
      onlyConverts(plan)
        ? archivedConversions({ plan })
        : sentence(
            'archive-objects',
            'Temporary pods, secrets, and disks of VMs that did not succeed are removed. Migrated VMs and results stay.',
          ),
      sentence('archive-start', 'An archived plan cannot be started; duplicate it.'),
    ],
  };
}

function remove({ plan, all }: ConsequenceFacts): Consequences {
  const migrated = count(all, ({ state }) => succeededStates.has(state));
  return {
    title: sentence('delete-title', 'Delete {plan}?', { plan: plan.metadata.name }),
    consequences: [
      sentence('delete-objects', 'The plan, the maps made with it and what failed runs left are deleted.'),
      onlyConverts(plan)
        ? sentence('delete-conversion', '{vms}, the claims in project {project} and all source VMs stay.', {
            vms: counted(migrated, 'migrated VM'),
            project: plan.spec.targetNamespace,
          })
        : sentence('delete-vms', '{vms} and all source VMs stay.', { vms: counted(migrated, 'migrated VM') }),
    ],
  };
}

/** The others touch nothing. */
export type ConsequenceAction = Exclude<PlanAction, 'duplicate' | 'reschedule' | 'prioritize'>;

/** Of removing VMs from a plan. */
function change({ plan, vms }: ConsequenceFacts): Consequences {
  const failed = count(vms, ({ state }) => state === 'Failed' || state === 'Canceled');
  return {
    title: sentence('change-title', 'Remove {vms} from {plan}?', {
      vms: counted(vms.length, 'VM'),
      plan: plan.metadata.name,
    }),
    consequences: [
      sentence('change-sources', 'Nothing changes at the source. The VMs can be added again.'),
      ...(failed === 0
        ? []
        : [
            sentence(
              'change-copies',
              'What the runs of {vms} left goes with the next run or when the plan is archived.',
              {
                vms: counted(failed, 'failed or canceled VM'),
              },
            ),
          ]),
    ],
  };
}

const dialogs: Readonly<Record<ConsequenceAction, (facts: ConsequenceFacts) => Consequences>> = {
  start,
  cancel,
  cutover: cutoverConsequences,
  pause: pauseConsequences,
  resume: resumeConsequences,
  change,
  archive,
  delete: remove,
};

/** VMs that an action concerns when none are named. */
export function concerned(action: ConsequenceAction, all: readonly VmRow[]): VmRow[] {
  if (action === 'start') return all.filter(({ state }) => !succeededStates.has(state));
  if (action === 'cutover') return all.filter(isOpenForCutover);
  if (action === 'change') return all.filter(({ state }) => !succeededStates.has(state));
  if (action === 'pause' || action === 'resume')
    return all.filter(({ state }) => unfinishedStates.has(state) || state === 'NotStarted');
  if (action === 'cancel') return all.filter(({ state }) => unfinishedStates.has(state));
  return [...all];
}

/** Title and sentences of a dialog, with the numbers of this moment (ux.md §3.9). */
export function consequencesOf(action: ConsequenceAction, facts: ConsequenceFacts): Consequences {
  return dialogs[action](facts);
}
