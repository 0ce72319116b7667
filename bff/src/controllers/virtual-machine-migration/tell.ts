import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { EventRecorder } from '../../kube/events.ts';
import type { MachineStatus } from '../../migration/machine-state.ts';

const warnings: ReadonlySet<string> = new Set(['Failed', 'SourceNotRestored']);

/** Conditions that came become events, of the run and of its plan, where people look. */
export function tell(events: Pick<EventRecorder, 'record'>, run: VirtualMachineMigration, status: MachineStatus): void {
  const before = new Set(run.status?.conditions?.map(({ type }) => type));
  const { machine } = run.spec.resolved;
  for (const { type, message = '' } of (status.conditions ?? []).filter((condition) => !before.has(condition.type))) {
    const note = { type: warnings.has(type) ? 'Warning' : 'Normal', reason: type } as const;
    events.record(run, { ...note, message });
    events.record(planOf(run), { ...note, message: `${machine.name}: ${message}` });
  }
}

function planOf({ spec }: VirtualMachineMigration): KubeObject {
  return { apiVersion: 'forklift.konveyor.io/v1beta1', kind: 'Plan', metadata: { ...spec.plan } };
}
