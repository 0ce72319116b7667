import { expect, it } from 'vitest';
import type { Migration } from '../../api/generated/migration.ts';
import type { VirtualMachineMigrationStatus } from '../../api/generated/virtual-machine-migration.ts';
import { machineRun } from '../../testing/machine-run.ts';
import { runsOf } from './plan-runs.ts';

function migration(uid: string): Migration {
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Migration',
    metadata: { namespace: 'migrations', name: `spring-${uid}`, uid },
    spec: { plan: { namespace: 'migrations', name: 'spring' } },
  };
}

function machine(uid: string, status: VirtualMachineMigrationStatus) {
  return machineRun({ status, spec: { migration: { namespace: 'migrations', name: `spring-${uid}`, uid } } });
}

const off = (since: string, until: string) => ({
  since: `2026-01-01T00:${since}:00Z`,
  until: `2026-01-01T00:${until}:00Z`,
});

it('each run tells what became of its own machines, and which source was off for longest', () => {
  const machines = [
    machine('one', { state: 'Ended', result: 'Failed', downtime: off('00', '02') }),
    machine('two', { state: 'Ended', result: 'Succeeded', downtime: off('00', '06') }),
    machine('two', { state: 'Ended', result: 'Succeeded', downtime: off('10', '14') }),
    machine('two', { state: 'Ended', result: 'Canceled' }),
  ];
  const runs = runsOf([migration('one'), migration('two'), migration('three')], machines);
  expect(runs.map(({ vms, longestDowntimeSeconds }) => [vms, longestDowntimeSeconds])).toEqual([
    [{ succeeded: 0, failed: 1, canceled: 0 }, 120],
    [{ succeeded: 2, failed: 0, canceled: 1 }, 360],
    [undefined, undefined],
  ]);
});
