import type { PlanVm, VmStatus } from '../api/generated/plan.ts';
import type { VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { stepAt } from './lists.ts';
import { resolvedOf } from './machine-run.ts';
import { hasEnded, journalOf } from './machine-state.ts';
import { convertGuestInPlace } from './steps/convert-guest.ts';
import { copyDisksVirtV2v } from './steps/copy-disks-virt-v2v.ts';
import { preflightInspection } from './steps/preflight-inspection.ts';
import { storePowerState } from './steps/store-power-state.ts';
import type { WarmHistory } from './warm/history.ts';

/** Plan.status beyond this would come near to what an API server takes. */
export const rollUpBudgetBytes = 900 * 1024;

const ownConditions: ReadonlySet<string> = new Set(['Committed']);

/** A run as MTV's clients know it. Nothing in the engine reads it. */
export function vmStatus(run: VirtualMachineMigration, entry: PlanVm | undefined): VmStatus {
  const { machine, target } = resolvedOf(run);
  const status = run.status ?? {};
  const { outputs } = journalOf(status);
  const power = outputs[storePowerState.name]?.power;
  const { operatingSystem, firmware } = guestOf(outputs);
  return {
    ...entry,
    id: machine.id,
    name: machine.name,
    phase: shownPhase(run),
    pipeline: (status.pipeline ?? []).map((row) => ({
      ...row,
      progress: row.progress ?? { completed: 0, total: 1 },
      tasks: row.tasks?.map((task) => ({
        ...task,
        progress: task.progress ?? { completed: 0, total: 1 },
        ...(status.warm && { annotations: { ...task.annotations, Precopy: countOf(status.warm) } }),
      })),
    })),
    conditions: status.conditions?.filter(({ type }) => !ownConditions.has(type)),
    ...(status.started && { started: status.started }),
    ...(hasEnded(status) && status.completed && { completed: status.completed }),
    ...(status.error && { error: { phase: status.error.step ?? '', reasons: [status.error.message] } }),
    ...(typeof power === 'string' && { restorePowerState: power === 'On' || power === 'Off' ? power : 'Unknown' }),
    ...(target.name !== '' && target.name !== machine.name && { newName: target.name }),
    ...(typeof operatingSystem === 'string' && { operatingSystem }),
    ...(typeof firmware === 'string' && { firmware }),
    ...(status.warm && { warm: warmStatus(status.warm) }),
  };
}

/** What was found of the guest last. */
function guestOf(outputs: ReturnType<typeof journalOf>['outputs']): Readonly<Record<string, unknown>> {
  const steps = [copyDisksVirtV2v, convertGuestInPlace, preflightInspection];
  return steps.map(({ name }) => outputs[name]).find((found) => found !== undefined) ?? {};
}

/** How many copies were begun, those that are no longer told included. */
function countOf({ successes, precopies }: WarmHistory): string {
  return String(Math.max(successes, precopies.length));
}

/** The newest copies that the roll-up shows. */
const shownPrecopies = 20;

function warmStatus({
  successes,
  failures,
  consecutiveFailures,
  nextPrecopyAt,
  precopies,
}: WarmHistory): NonNullable<VmStatus['warm']> {
  return {
    successes,
    failures,
    consecutiveFailures,
    ...(nextPrecopyAt && { nextPrecopyAt }),
    precopies: precopies.slice(-shownPrecopies).map(({ start, end, snapshot, createTaskId, removeTaskId, disks }) => ({
      start,
      ...(end && { end }),
      ...(snapshot && { snapshot }),
      ...(createTaskId && { createTaskId }),
      ...(removeTaskId && { removeTaskId }),
      deltas: disks?.map(({ disk, deltaId = '' }) => ({ disk, deltaId })),
    })),
  };
}

/** The phase of MTV around our own one. */
function shownPhase(run: VirtualMachineMigration): string {
  const { status } = run;
  if (status === undefined) return 'Started';
  if (hasEnded(status)) return 'Completed';
  const { list, index } = journalOf(status).cursor;
  const step = stepAt(list, index, resolvedOf(run));
  return step?.shownAs ?? step?.name ?? status.phase ?? 'Started';
}

/** A machine of the plan that no run was made for yet. */
export function notBegun(entry: PlanVm): VmStatus {
  return { ...entry, phase: 'Started', pipeline: [] };
}

/** Makes entries smaller until all fit, those that ended first; none disappears. */
export function fit(vms: readonly VmStatus[], budgetBytes: number): VmStatus[] {
  // Measured once each: writing all of them out as text is most of what a look at a large plan costs.
  const fitted = vms.map((vm) => ({ vm, size: bytes(vm) }));
  let total = fitted.reduce((sum, { size }) => sum + size + ','.length, '['.length);
  for (const shrink of [shrinkEnded, shrinkRunning]) {
    for (const entry of fitted) {
      if (total <= budgetBytes) break;
      const smaller = shrink(entry.vm);
      if (smaller === entry.vm) continue;
      const size = bytes(smaller);
      total -= entry.size - size;
      entry.vm = smaller;
      entry.size = size;
    }
  }
  return fitted.map(({ vm }) => vm);
}

function shrinkEnded(vm: VmStatus): VmStatus {
  if (vm.completed === undefined) return vm;
  const { id, name, started, completed, phase, conditions, error } = vm;
  return { id, name, started, completed, phase, conditions, ...(error && { error }), pipeline: [] };
}

function shrinkRunning(vm: VmStatus): VmStatus {
  if (vm.warm === undefined && vm.pipeline.length === 0) return vm;
  const warm = vm.warm && { ...vm.warm, precopies: [] };
  return { ...vm, ...(warm && { warm }), pipeline: vm.pipeline.map((row) => ({ ...row, tasks: undefined })) };
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** The same but for figures: two roll-ups that are equal here differ in progress only. */
export function withoutProgress(vms: readonly VmStatus[]): unknown {
  return vms.map((vm) => ({
    ...vm,
    pipeline: vm.pipeline.map((row) => ({
      ...row,
      progress: undefined,
      tasks: row.tasks?.map((task) => ({ ...task, progress: undefined })),
    })),
  }));
}
