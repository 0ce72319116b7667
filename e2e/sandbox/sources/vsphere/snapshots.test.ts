import { expect, it } from 'vitest';
import type { VmSpec } from './model-spec.ts';
import { busyMachine, SnapshotClient } from './testing/snapshot-client.ts';
import { childrenNamed, childText } from './xml.ts';
import type { XmlElement } from './xml.ts';

const machine = 'VirtualMachine:vm-1';

async function trees(client: SnapshotClient): Promise<XmlElement[]> {
  const found: XmlElement[] = [];
  let [tree] = childrenNamed(await client.soap.property(machine, 'snapshot'), 'rootSnapshotList');
  for (; tree; [tree] = childrenNamed(tree, 'childSnapshotList')) found.push(tree);
  return found;
}

const names = async (client: SnapshotClient) => (await trees(client)).map((tree) => childText(tree, 'name'));
const files = (client: SnapshotClient) => client.vcenter.machines.get('vm-1').disks[0]?.files;
const needsMerging = async (client: SnapshotClient) =>
  (await client.soap.property(machine, 'runtime.consolidationNeeded'))?.text;

it('makes snapshots by tasks, each the child of the one before', async () => {
  const client = await SnapshotClient.start();
  const one = await client.snapshot('one', { quiesce: true });
  const two = await client.snapshot('two &amp; more');
  expect(await names(client)).toEqual(['one', 'two & more']);
  expect((await trees(client)).map((tree) => [childText(tree, 'snapshot'), childText(tree, 'quiesced')])).toEqual([
    [one, 'true'],
    [two, 'false'],
  ]);
  expect(childText(await client.soap.property(machine, 'snapshot'), 'currentSnapshot')).toBe(two);
  expect((await client.soap.property(machine, 'rootSnapshot'))?.children[0]?.text).toBe(one);
  expect(files(client)).toEqual(['busy/busy.vmdk', 'busy/busy-000001.vmdk', 'busy/busy-000002.vmdk']);
  expect([await client.fileOf(one), await client.fileOf(two)]).toEqual(['busy/busy.vmdk', 'busy/busy-000001.vmdk']);
});

it('asks for quiescing in the newer way as well', async () => {
  const client = await SnapshotClient.start();
  const parameters = '<name>one</name><memory>false</memory><quiesceSpec><timeout>2</timeout></quiesceSpec>';
  expect(await client.task('CreateSnapshotEx_Task', machine, parameters)).toEqual({ result: 'snapshot-vm-1-1' });
  expect((await trees(client)).map((tree) => childText(tree, 'quiesced'))).toEqual(['true']);
});

it('keeps what each snapshot froze while older and newer ones go', async () => {
  const client = await SnapshotClient.start();
  const ids: string[] = [];
  for (const name of ['one', 'two', 'three', 'four']) ids.push(await client.snapshot(name));
  const [one = '', two = '', three = '', four = ''] = ids;
  const bytesOf = async (id: string) => (await client.read(await client.fileOf(id), { chain: true })).bytes;
  const before = { two: await bytesOf(two), four: await bytesOf(four) };
  expect(await client.remove(one)).toEqual({});
  expect(await client.remove(three)).toEqual({});
  expect(files(client)).toEqual(['busy/busy.vmdk', 'busy/busy-000002.vmdk', 'busy/busy-000004.vmdk']);
  expect(Buffer.compare(await bytesOf(two), before.two)).toBe(0);
  expect(Buffer.compare(await bytesOf(four), before.four)).toBe(0);
  expect(Buffer.compare(before.two, before.four)).not.toBe(0);
  expect(await client.soap.property(`VirtualMachineSnapshot:${one}`, 'config')).toBeUndefined();
});

it('removes a snapshot with all that follow', async () => {
  const client = await SnapshotClient.start();
  await client.snapshot('one');
  const two = await client.snapshot('two');
  await client.snapshot('three');
  await client.remove(two, { children: true });
  expect(await names(client)).toEqual(['one']);
  expect(files(client)).toHaveLength(2);
  expect(await client.task('RemoveAllSnapshots_Task', machine)).toEqual({});
  expect(files(client)).toEqual(['busy/busy.vmdk']);
});

it('never uses the name of a delta file or the id of a snapshot twice', async () => {
  const client = await SnapshotClient.start();
  const one = await client.snapshot('one');
  await client.remove(one);
  expect(await client.snapshot('one')).not.toBe(one);
  expect(files(client)?.at(-1)).toBe('busy/busy-000002.vmdk');
});

it('merges files later where it was not to do so at once', async () => {
  const client = await SnapshotClient.start();
  await client.remove(await client.snapshot('one'), { consolidate: false });
  expect([await names(client), files(client)?.length, await needsMerging(client)]).toEqual([[], 2, 'true']);
  expect(await client.task('ConsolidateVMDisks_Task', machine)).toEqual({});
  expect([files(client)?.length, await needsMerging(client)]).toEqual([1, 'false']);
});

it('loses the snapshot but not the files where these cannot be merged', async () => {
  const client = await SnapshotClient.start({ ...busyMachine, consolidation: 'fails' });
  expect(await client.remove(await client.snapshot('one'))).toEqual({ fault: 'FileLocked' });
  expect([await names(client), files(client)?.length, await needsMerging(client)]).toEqual([[], 2, 'true']);
  expect(await client.task('ConsolidateVMDisks_Task', machine)).toEqual({ fault: 'FileLocked' });
  client.vcenter.machines.change('vm-1', (vm) => (vm.consolidation = 'works'));
  expect(await client.task('ConsolidateVMDisks_Task', machine)).toEqual({});
  expect(files(client)).toHaveLength(1);
});

const quiescing: readonly [string, Partial<VmSpec>, { fault?: string; quiesced?: string }][] = [
  ['fails with a guest that cannot', { quiescing: 'fails' }, { fault: 'ApplicationQuiesceFault' }],
  ['is ignored where no tools run', { quiescing: 'fails', tools: 'none' }, { quiesced: 'false' }],
  ['is ignored where the machine is off', { quiescing: 'fails', power: 'poweredOff' }, { quiesced: 'false' }],
];
for (const [what, change, wanted] of quiescing) {
  it(`says that quiescing ${what}`, async () => {
    const client = await SnapshotClient.start({ ...busyMachine, ...change });
    const parameters = '<name>one</name><memory>false</memory><quiesce>true</quiesce>';
    const { fault } = await client.task('CreateSnapshot_Task', machine, parameters);
    const [tree] = await trees(client);
    expect({ fault, quiesced: childText(tree, 'quiesced') }).toEqual({
      fault: undefined,
      quiesced: undefined,
      ...wanted,
    });
  });
}

it('works on one machine’s files once at a time', async () => {
  const client = await SnapshotClient.start();
  const parameters = '<name>one</name><memory>false</memory><quiesce>false</quiesce>';
  const both = await Promise.all([1, 2].map(() => client.soap.call('CreateSnapshot_Task', machine, parameters)));
  expect(both.map(({ fault }) => fault)).toEqual([undefined, 'TaskInProgress']);
});

it('refuses the 33rd file of a chain', async () => {
  const client = await SnapshotClient.start();
  for (let count = 0; count < 31; count += 1) client.vcenter.machines.snapshot('vm-1', `backup ${count}`);
  const parameters = '<name>one</name><memory>false</memory><quiesce>false</quiesce>';
  expect(await client.task('CreateSnapshot_Task', machine, parameters)).toEqual({ fault: 'TooManySnapshotLevels' });
});

it('lets tasks fail, last and hang as it is told, and others go on', async () => {
  const client = await SnapshotClient.start();
  const { faults } = client.vcenter;
  const message = 'The host is not there.';
  faults.add({
    method: 'VirtualMachine.createSnapshot',
    action: { kind: 'fails', type: 'HostCommunication', message },
  });
  const parameters = '<name>one</name><memory>false</memory><quiesce>false</quiesce>';
  expect(await client.task('CreateSnapshot_Task', machine, parameters)).toEqual({ fault: 'HostCommunication' });
  const one = await client.snapshot('one');
  faults.add({ method: 'vm.Snapshot.remove', action: { kind: 'lasts', ms: 60_000 } });
  expect(await client.remove(one)).toEqual({ fault: 'running' });
  await client.clock.advance(60_000);
  expect(await names(client)).toEqual([]);
  faults.add({ method: 'vm.Snapshot.remove', action: { kind: 'lasts' } });
  expect(await client.remove(await client.snapshot('two'))).toEqual({ fault: 'running' });
  await client.clock.advance(100 * 3_600_000);
  expect(client.vcenter.machines.get('vm-1').snapshots.map(({ name }) => name)).toEqual(['two']);
});

it('needs the privileges', async () => {
  const client = await SnapshotClient.start();
  const one = await client.snapshot('one');
  for (const action of ['CreateSnapshot', 'RemoveSnapshot'])
    client.vcenter.missingPrivileges.add(`VirtualMachine.State.${action}`);
  expect(await client.remove(one)).toEqual({ fault: 'NoPermission' });
  expect(await client.task('CreateSnapshot_Task', machine, '<name>two</name>')).toEqual({ fault: 'NoPermission' });
  expect(await names(client)).toEqual(['one']);
});

it('leaves disks alone that take no part', async () => {
  const [disk] = busyMachine.disks ?? [];
  if (!disk) throw new Error('no disk');
  const client = await SnapshotClient.start({
    ...busyMachine,
    disks: [disk, { ...disk, mode: 'independent_persistent' }, { ...disk, rdm: 'physicalMode' }],
  });
  await client.snapshot('one');
  expect(client.vcenter.machines.get('vm-1').disks.map((each) => each.files.length)).toEqual([2, 1, 1]);
});
