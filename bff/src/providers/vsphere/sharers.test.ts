import { modelOf, smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import type { DiskSpec } from '@gantry/sandbox/sources/vsphere/model-spec.ts';
import { expect, test } from 'vitest';
import { settled, startVcenter } from '../../testing/vcenter.ts';
import { openSource } from './source.ts';

const own = smallMachine.disks?.[0];
if (own === undefined) throw new Error('The machine has no disk.');
const vm = (id: string, name: string, ...more: DiskSpec[]) => ({
  ...smallMachine,
  id,
  name,
  folder: name,
  disks: [own, ...more],
});

const model = modelOf(
  vm('vm-1', 'rac-1', { ...own, sharing: 'sharingMultiWriter' }),
  { ...vm('vm-2', 'rac-2', { ...own, of: { vm: 'rac-1', disk: 1 } }), power: 'poweredOn' },
  vm('vm-3', 'alone'),
);

test.each([
  ['with a disk of another machine', 'vm-1', [{ id: 'vm-2', name: 'rac-2', power: 'On' }]],
  ['whose disk another machine has', 'vm-2', [{ id: 'vm-1', name: 'rac-1', power: 'Off' }]],
  ['with disks of its own', 'vm-3', []],
])('a machine %s', async (_name, id, expected) => {
  const { clock, connection, context } = await startVcenter({ model });
  const session = openSource(connection, context);
  expect(await settled(clock, session.sharers?.(id) ?? Promise.resolve(undefined))).toEqual(expected);
});
