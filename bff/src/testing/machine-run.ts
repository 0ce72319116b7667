import type {
  VirtualMachineMigration,
  VirtualMachineMigrationPipeline,
  VirtualMachineMigrationSpec,
  VirtualMachineMigrationStatus,
} from '../api/generated/virtual-machine-migration.ts';
import type { SourceMachine } from '../machine/source-machine.ts';
import { fakeMachine } from './fake-driver.ts';

export interface RunParts {
  readonly machine?: SourceMachine;
  readonly spec?: Partial<VirtualMachineMigrationSpec>;
  readonly status?: VirtualMachineMigrationStatus;
}

/** A machine's run as it stands in the cluster; running unless told otherwise. */
export function machineRun({
  machine = fakeMachine(),
  spec = {},
  status = {},
}: RunParts = {}): VirtualMachineMigration {
  const migration = { namespace: 'migrations', name: 'spring-1', uid: 'uid-run' };
  return {
    apiVersion: 'gantry.dev/v1alpha1',
    kind: 'VirtualMachineMigration',
    metadata: { namespace: 'migrations', name: `spring-${machine.id}`, uid: `uid-${machine.id}` },
    spec: {
      plan: { namespace: 'migrations', name: 'spring', uid: 'uid-spring' },
      migration,
      resolved: {
        pipeline: { name: 'vsphere-cold', version: 1, steps: [] },
        queue: { since: '2026-01-01T00:00:00Z', position: 0 },
        source: { provider: { namespace: 'migrations', name: 'vcenter', uid: 'uid-vcenter', type: 'vsphere' } },
        machine,
        target: { namespace: 'prod', name: machine.name, volumes: [], networks: [] },
        options: {},
        settings: {},
      },
      ...spec,
    },
    status: { state: 'Running', ...status },
  };
}

/** The row in which bytes move, in MB. */
export function copyRow(completed: number, total: number, rest: Partial<VirtualMachineMigrationPipeline> = {}) {
  return { name: 'DiskTransferV2v', started: '2026-01-01T00:00:00Z', progress: { completed, total }, ...rest };
}
