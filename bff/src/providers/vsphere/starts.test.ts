import { modelOf, smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import { expect, test } from 'vitest';
import { settled, startVcenter } from '../../testing/vcenter.ts';
import { openSource } from './source.ts';

const vm = 'vm-1';

async function scene() {
  const world = await startVcenter({ model: modelOf({ ...smallMachine, power: 'poweredOff' }) });
  const session = openSource(world.connection, world.context);
  const lastStart = () => settled<unknown>(world.clock, session.lastStart?.(vm) ?? Promise.resolve(undefined));
  return { ...world, session, lastStart };
}

test('the last power-on is the newest event, with who did it', async () => {
  const { vcenter, clock, session, lastStart } = await scene();
  expect(await lastStart()).toBe('none');
  await settled(clock, session.powerOn(vm));
  const ours = await lastStart();
  expect(ours).toMatchObject({ by: 'administrator@vsphere.local' });
  vcenter.machines.setPower(vm, 'poweredOff');
  expect(await lastStart()).toEqual(ours);
  await clock.advance(60_000);
  const at = new Date(clock.now()).toISOString();
  vcenter.machines.setPower(vm, 'poweredOn');
  vcenter.machines.setPower(vm, 'poweredOff');
  expect(await lastStart()).toMatchObject({ at, by: 'VSPHERE.LOCAL\\Administrator' });
  expect(await lastStart()).not.toEqual(ours);
});

test.each([
  ['keeps no events', 'NotImplemented'],
  ['shows none to the user', 'NoPermission'],
  ['does not take the question', 'InvalidArgument'],
])('a server that %s does not tell', async (_name, type) => {
  const { vcenter, lastStart } = await scene();
  vcenter.faults.add({ method: 'QueryEvents', action: { kind: 'soap', type, message: '' } });
  expect(await lastStart()).toBe('unknown');
});

test('a machine that is gone is said to be gone', async () => {
  const { vcenter, lastStart } = await scene();
  vcenter.machines.remove(vm);
  await expect(lastStart()).rejects.toMatchObject({ code: 'vm-not-found' });
});
