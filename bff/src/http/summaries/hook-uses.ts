import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { HookUse } from '../../api/http/hooks.ts';
import { hooksOf, type HookStep } from '../../migration/hooks/frozen-hook.ts';

const mostUses = 20;

/** The last times that a hook ran, newest first. */
export function hookUses(hookUid: string, runs: readonly VirtualMachineMigration[]): HookUse[] {
  return runs
    .flatMap((run) =>
      hooksOf(run.spec.resolved.options)
        .filter(({ uid }) => uid === hookUid)
        .flatMap(({ step }) => useOf(run, step) ?? []),
    )
    .toSorted((one, other) => (other.started ?? '').localeCompare(one.started ?? ''))
    .slice(0, mostUses);
}

/** undefined while it has not begun. */
function useOf(run: VirtualMachineMigration, step: HookStep): HookUse | undefined {
  const row = run.status?.pipeline?.find(({ name }) => name === step);
  if (row?.started === undefined) return undefined;
  const { plan, resolved } = run.spec;
  const output = outputOf(run, step);
  const result = resultOf(run, row);
  return {
    plan: { namespace: plan.namespace, name: plan.name },
    vm: { id: resolved.machine.id, name: resolved.machine.name },
    step,
    result,
    started: row.started,
    ...(result !== 'Running' && { completed: row.completed ?? run.status?.completed }),
    ...(output && { output }),
  };
}

type Row = NonNullable<NonNullable<VirtualMachineMigration['status']>['pipeline']>[number];

function resultOf({ status }: VirtualMachineMigration, row: Row): HookUse['result'] {
  if (row.phase === 'Completed') return 'Succeeded';
  if (row.error !== undefined) return 'Failed';
  return status?.result === 'Canceled' ? 'Canceled' : 'Running';
}

function outputOf({ status }: VirtualMachineMigration, step: HookStep): string | undefined {
  const kept = status?.outputs?.[step]?.output;
  if (typeof kept === 'string') return kept;
  return status?.error?.step === step ? status.podLog : undefined;
}
