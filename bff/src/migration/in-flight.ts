import type { VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { stepAt } from './lists.ts';
import { resolvedOf } from './machine-run.ts';
import { hasEnded, journalOf } from './machine-state.ts';

/** What is about to happen to the service. */
export const changes = ['uninstall', 'upgrade'] as const;
export type Change = (typeof changes)[number];

const mostNamed = 20;

/** Why the change must wait, naming the VMs; undefined where nothing speaks against it. */
export function refusalOf(change: Change, runs: readonly VirtualMachineMigration[]): string | undefined {
  const inFlight = runs.filter(({ status }) => !hasEnded(status));
  const stopped = change === 'uninstall' ? inFlight : inFlight.filter((run) => unknownSteps(run).length > 0);
  if (stopped.length === 0) return undefined;
  const named = stopped.slice(0, mostNamed).map(described[change]);
  const others = stopped.length > mostNamed ? [`and ${stopped.length - mostNamed} more`] : [];
  return [reasons[change], ...named, ...others].join('\n  ');
}

const reasons: Readonly<Record<Change, string>> = {
  uninstall:
    'Gantry is not uninstalled while VMs are being migrated: nobody would finish them or restore their sources. Wait for them or cancel their migrations:',
  upgrade:
    'Gantry is not upgraded: the new version does not have every step that VMs being migrated still need. Wait for them or cancel their migrations:',
};

const described: Readonly<Record<Change, (run: VirtualMachineMigration) => string>> = {
  uninstall: (run) => `${nameOf(run)}, at ${run.status?.phase ?? 'its beginning'}`,
  upgrade: (run) => `${nameOf(run)}, needs ${unknownSteps(run).join(', ')}`,
};

function nameOf({ spec }: VirtualMachineMigration): string {
  return `${spec.resolved.machine.name} of plan ${spec.plan.namespace}/${spec.plan.name}`;
}

/** Steps that lie before the run and that this version does not have. Those of compensation belong to every version. */
function unknownSteps(run: VirtualMachineMigration): string[] {
  const { list, index } = journalOf(run.status ?? {}).cursor;
  if (list !== 'pipeline') return [];
  const resolved = resolvedOf(run);
  return resolved.pipeline.steps.flatMap(({ step }, at) =>
    at < index || stepAt('pipeline', at, resolved) !== undefined ? [] : [step],
  );
}
