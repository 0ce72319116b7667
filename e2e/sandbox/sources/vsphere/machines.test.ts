import { expect, it } from 'vitest';
import { readBody } from '../../wire.ts';
import { account, signedIn, startVcenter } from './testing/soap-client.ts';
import { child, childrenNamed, childText } from './xml.ts';

const gib = 1024 ** 3;

async function world() {
  const started = startVcenter();
  return { ...started, machines: started.vcenter.machines, client: await signedIn(started.vcenter) };
}

it('adds a disk with a key, a unit and a file of its own', async () => {
  const { machines, client } = await world();
  machines.addDisk('web-01', { capacityBytes: gib });
  const devices = await client.property('VirtualMachine:vm-1001', 'config.hardware.device');
  const disks = devices?.children.filter((device) => device.attributes.type === 'VirtualDisk') ?? [];
  expect(
    disks.map((disk) => [
      childText(disk, 'key'),
      childText(disk, 'unitNumber'),
      childText(child(disk, 'backing'), 'fileName'),
    ]),
  ).toEqual([
    ['2000', '0', '[vmfs-01] web-01/web-01.vmdk'],
    ['2001', '1', '[vmfs-02] web-01/web-01_1.vmdk'],
    ['2002', '2', '[vmfs-01] web-01/web-01_2.vmdk'],
  ]);
});

it('puts a delta on the disks when a snapshot is taken', async () => {
  const { machines, client } = await world();
  machines.snapshot('web-01', 'one');
  machines.snapshot('web-01', 'two');
  expect(machines.get('web-01').disks[0]?.files).toEqual([
    'web-01/web-01.vmdk',
    'web-01/web-01-000001.vmdk',
    'web-01/web-01-000002.vmdk',
  ]);
  const snapshot = await client.property('VirtualMachine:vm-1001', 'snapshot');
  const first = childrenNamed(snapshot, 'rootSnapshotList')[0];
  expect([childText(first, 'name'), childText(child(first, 'childSnapshotList'), 'name')]).toEqual(['one', 'two']);
});

it('moves a machine to another folder and host, with all that refers to it', async () => {
  const { machines, client } = await world();
  const list = async (self: string, path: string) =>
    (await client.property(self, path))?.children.map((item) => item.text) ?? [];
  const { parent, host } = machines.get('win-01');
  machines.moveToFolder('win-01', 'Test/New');
  machines.moveToHost('win-01', 'esx-02.sandbox.test');
  const moved = machines.get('win-01');
  expect(await list(`Folder:${parent ?? ''}`, 'childEntity')).not.toContain('vm-1003');
  expect(await list(`Folder:${moved.parent ?? ''}`, 'childEntity')).toEqual(['vm-1003']);
  expect(await list(`HostSystem:${host}`, 'vm')).not.toContain('vm-1003');
  expect(await list(`HostSystem:${moved.host}`, 'vm')).toContain('vm-1003');
  expect((await client.property('VirtualMachine:vm-1003', 'runtime.host'))?.text).toBe(moved.host);
});

it('keeps the bytes of a disk that is enlarged', async () => {
  const { vcenter, machines } = await world();
  const read = async (range: string) => {
    const response = await vcenter.handle({
      method: 'GET',
      url: 'https://vcenter.test/folder/archive-01/archive-01-flat.vmdk?dcPath=Munich&dsName=nfs-01',
      headers: {
        authorization: `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`,
        range,
      },
    });
    return Buffer.from(await readBody(response));
  };
  const before = await read('bytes=0-1000000');
  machines.change('archive-01', (vm) => {
    for (const disk of vm.disks) disk.capacityBytes += gib;
  });
  expect((await read('bytes=0-1000000')).equals(before)).toBe(true);
  expect((await read(`bytes=${5 * gib - 4}-`)).equals(Buffer.alloc(4))).toBe(true);
});

it('names the files of a second machine of the same name apart', async () => {
  const { machines } = await world();
  expect([machines.get('vm-1014').directory, machines.get('vm-1015').directory]).toEqual(['twin', 'twin_1']);
  machines.remove('vm-1015');
  expect(machines.add({ name: 'twin' }).directory).toBe('twin_2');
});

it('changes machines at the rate that churn was asked for, until it is stopped', async () => {
  const { vcenter, machines, clock } = await world();
  const before = vcenter.inventory.revision;
  const stop = machines.churn({ perSecond: 10, random: () => 0.5 });
  await clock.advance(5000);
  stop();
  await clock.advance(5000);
  expect(vcenter.inventory.revision - before).toBe(50);
});
