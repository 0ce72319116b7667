import { smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { migrations } from '../../api/generated/migration.ts';
import type { PlanSpec } from '../../api/generated/plan.ts';
import { secrets } from '../../api/kinds/core.ts';
import { EngineOnSandbox, type EngineOnSandboxOptions } from '../../testing/engine-on-sandbox.ts';

const minute = 60_000;
/** Its guest writes to every disk every minute while it runs. */
const busy = { ...smallMachine, power: 'poweredOn', changeTracking: true, writes: { everyMs: minute } } as const;
const vm = 'vm-1';

let engine: EngineOnSandbox;
afterEach(() => engine.stop());

async function begin(plan: Partial<PlanSpec> = {}, options: EngineOnSandboxOptions = {}): Promise<void> {
  engine = await EngineOnSandbox.create({ vms: [busy], settings: { precopyIntervalMs: 10 * minute }, ...options });
  await engine.migrate({ type: 'warm', ...plan });
}

const machines = () => engine.world.vcenter.machines;
const until = (over: () => Promise<boolean>, what: string) => engine.world.clock.until(over, 120 * minute, what);
const copies = async () => (await engine.run())?.status?.warm?.successes ?? 0;
const untilCopies = (count: number) => until(async () => (await copies()) >= count, `${count} copies`);

/** The guest goes on for a while. */
async function more(ms: number): Promise<void> {
  const end = engine.world.clock.now() + ms;
  await until(() => Promise.resolve(engine.world.clock.now() >= end), 'some time');
}

async function cutOver(): Promise<void> {
  const cutover = new Date(engine.world.clock.now()).toISOString();
  await engine.client.mergePatch(migrations, { name: 'one', namespace: 'migrations' }, { spec: { cutover } });
}

/** The end of a run that did well. */
async function succeeds(): Promise<void> {
  const { status } = await engine.ended(240 * minute);
  expect((await engine.run())?.status?.error).toBeUndefined();
  expect(status?.conditions?.map(({ type }) => type)).toEqual(['Succeeded']);
}

/** -1 = none, for each disk. */
async function differences(options: { readonly converted: boolean }): Promise<number[]> {
  expect(await engine.source((session) => session.power(vm))).toBe('Off');
  return engine.differences(vm, options);
}

async function nothingLeft(): Promise<void> {
  expect(machines().get(vm).snapshots).toEqual([]);
  expect((await engine.client.list(secrets, { namespace: 'prod' })).items).toEqual([]);
}

describe('the bytes at the target are those at power-off, although the guest wrote all the time', () => {
  test.each<[string, Partial<PlanSpec>, string]>([
    ['with conversion', {}, 'ceph-rbd'],
    ['with conversion, onto volumes that wait for a consumer', {}, 'ceph-rbd-wffc'],
    ['raw', { skipGuestConversion: true }, 'ceph-rbd'],
    ['raw, onto a file system', { skipGuestConversion: true }, 'local-fs'],
  ])('%s', async (_name, plan, storageClass) => {
    await begin(plan, { storageClass });
    await untilCopies(3);
    await more(3 * minute);
    await cutOver();
    await succeeds();
    expect(await differences({ converted: plan.skipGuestConversion !== true })).toEqual([-1, -1]);
    await nothingLeft();
    const { warm } = (await engine.run())?.status ?? {};
    expect(warm?.precopies.map(({ kind }) => kind)).toEqual(['Full', 'Delta', 'Delta', 'Final']);
    const sizes = warm?.precopies.map(({ disks = [] }) =>
      disks.reduce((sum, disk) => sum + (disk.copiedBytes ?? 0), 0),
    );
    const [full = 0, ...deltas] = sizes ?? [];
    expect(full).toBe(3 * 1024 ** 2);
    for (const delta of deltas) {
      expect(delta).toBeGreaterThan(0);
      expect(delta).toBeLessThan(full / 2);
    }
  });
});

describe('the same holds where', () => {
  test.each<[string, () => void]>([
    ['the record of changes is begun anew', () => machines().resetChangeTracking(vm)],
    ['someone takes a snapshot, and removes it after the copy', () => machines().snapshot(vm, 'nightly')],
    ['the guest cannot be brought to rest', () => machines().change(vm, (machine) => (machine.quiescing = 'fails'))],
  ])('%s', async (_name, harm) => {
    await begin({ skipGuestConversion: true });
    await untilCopies(1);
    harm();
    await untilCopies(2);
    machines().removeSnapshots(vm, 'nightly');
    await cutOver();
    await succeeds();
    expect(await differences({ converted: false })).toEqual([-1, -1]);
    await nothingLeft();
  });

  test('the source did not track changes before', async () => {
    await begin(
      { skipGuestConversion: true, enableChangeTracking: true },
      { vms: [{ ...busy, changeTracking: false }] },
    );
    await untilCopies(2);
    await cutOver();
    await succeeds();
    expect(await differences({ converted: false })).toEqual([-1, -1]);
    await nothingLeft();
  });

  test('the vCenter is slow to take and to remove snapshots', async () => {
    await begin({ skipGuestConversion: true });
    const { faults } = engine.world.vcenter;
    faults.add({ method: 'VirtualMachine.createSnapshot', times: 3, action: { kind: 'lasts', ms: 3 * minute } });
    faults.add({ method: 'vm.Snapshot.remove', times: 3, action: { kind: 'lasts', ms: 20 * minute } });
    await untilCopies(2);
    await cutOver();
    await succeeds();
    expect(await differences({ converted: false })).toEqual([-1, -1]);
    await nothingLeft();
  });
});

describe('what goes wrong leaves the source running, without snapshots of ours', () => {
  test.each<[string, () => void, string]>([
    ['a disk is added', () => machines().addDisk(vm, { capacityBytes: 4 * 1024 ** 2, dataBytes: 0 }), 'source-changed'],
    [
      'no snapshot can be taken',
      () =>
        engine.world.vcenter.faults.add({
          method: 'VirtualMachine.createSnapshot',
          times: 10,
          action: { kind: 'fails', type: 'InsufficientResourcesFault', message: 'No space left on device.' },
        }),
      'snapshot-failed',
    ],
  ])('%s', async (_name, harm, code) => {
    await begin({ skipGuestConversion: true });
    await untilCopies(1);
    harm();
    await engine.ended(240 * minute);
    expect((await engine.run())?.status?.error?.code).toBe(code);
    expect(await engine.source((session) => session.power(vm))).toBe('On');
    await nothingLeft();
  });
});

test('a snapshot that is being taken when the run is canceled is removed, too', async () => {
  engine = await EngineOnSandbox.create({ vms: [busy] });
  const action = { kind: 'lasts', ms: 2 * minute } as const;
  engine.world.vcenter.faults.add({ method: 'VirtualMachine.createSnapshot', action });
  await engine.migrate({ type: 'warm', skipGuestConversion: true });
  await until(async () => (await engine.run())?.status?.phase === 'WaitForInitialSnapshot', 'a snapshot is taken');
  const key = { name: 'one', namespace: 'migrations' };
  await engine.client.mergePatch(migrations, key, { spec: { cancel: [{ id: vm }] } });
  const { status } = await engine.ended();
  expect(status?.conditions?.map(({ type }) => type)).toEqual(['Canceled']);
  await more(5 * minute);
  await nothingLeft();
  expect(await engine.source((session) => session.power(vm))).toBe('On');
});
