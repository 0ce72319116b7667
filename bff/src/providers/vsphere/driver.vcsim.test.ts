import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateProbe } from '../../platform/certificate.ts';
import { systemClock } from '../../platform/clock.ts';
import { httpSend } from '../../platform/http-send.ts';
import type { HttpSend } from '../../platform/http-send.ts';
import type { Connection, DriverContext, SourceSession } from '../driver.ts';
import { vsphereDriver } from './driver.ts';
import { retrieve } from './retrieve.ts';
import { openClient } from './source.ts';

const url = process.env.GANTRY_VCSIM_URL;
if (url === undefined) console.log('not run: vcsim (GANTRY_VCSIM_URL is not set)');

describe.skipIf(url === undefined)('the vSphere driver against vcsim', () => {
  let sender: HttpSend;
  let context: DriverContext;
  let connection: Connection;
  let source: SourceSession;
  let ids: readonly string[];

  beforeAll(async () => {
    sender = httpSend({ trust: 'skip' });
    context = { send: () => sender, clock: systemClock, certificate: certificateProbe() };
    const secret = { user: 'administrator@vsphere.local', password: 'vcsim-password', insecureSkipVerify: 'true' };
    connection = vsphereDriver.connection({ url: url ?? '', settings: {}, secret });
    source = vsphereDriver.source(connection, context);
    ids = await machineIds();
  });

  afterAll(async () => {
    await source.close();
    await sender.close();
  });

  async function machineIds(): Promise<readonly string[]> {
    const client = openClient(connection, context);
    const { rootFolder } = await client.content();
    const found = await retrieve(client, {
      properties: { VirtualMachine: ['name'] },
      start: rootFolder,
      traversals: [
        { name: 'children', type: 'Folder', path: 'childEntity', then: ['children', 'machines'] },
        { name: 'machines', type: 'Datacenter', path: 'vmFolder', then: ['children'] },
      ],
    });
    await client.logout();
    return found.map(({ moref }) => moref.id).sort();
  }

  it('tests the connection', async () => {
    const report = await vsphereDriver.test(connection, context);
    expect(report.product).toContain('vCenter');
    expect(report.instanceUuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(report.fingerprint).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
    expect(report.missingPrivileges).toEqual([]);
  });

  it('reads a machine with what stands around it', async () => {
    const machine = await source.machine(ids[0] ?? '');
    expect(machine).toMatchObject({ power: 'On', firmware: { type: 'bios' }, shapes: [], snapshots: 0 });
    expect(machine.path).toBe(`/DC0/vm/${machine.name}`);
    expect(machine.host?.path).toMatch(/^\/DC0\/(DC0_H0|DC0_C0\/DC0_C0_H\d)$/);
    expect(machine.disks).toHaveLength(1);
    expect(machine.disks[0]).toMatchObject({
      file: `[LocalDS_0] ${machine.name}/disk1.vmdk`,
      bus: 'scsi',
      unit: 0,
      rdm: false,
    });
    expect(machine.disks[0]?.capacityBytes).toBeGreaterThan(0);
    expect(machine.nics).toHaveLength(1);
    expect(machine.nics[0]?.networkId).toMatch(/^(dvportgroup|network)-\d+$/);
    expect(machine.nics[0]?.mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
  });

  it('tells power-ons apart by their events', async () => {
    const id = ids.at(-1) ?? '';
    const before = await source.lastStart?.(id);
    expect(before).toMatchObject({ by: expect.any(String) as string, at: expect.stringMatching(/^20/) as string });
    await source.powerOff(id);
    expect(await source.lastStart?.(id)).toEqual(before);
    await source.powerOn(id);
    expect(await source.lastStart?.(id)).not.toEqual(before);
  });

  it('switches power, and takes the wanted state for success', async () => {
    const [id = ''] = ids;
    await source.powerOff(id);
    expect(await source.power(id)).toBe('Off');
    await source.powerOff(id);
    await source.shutdownGuest(id);
    await source.powerOn(id);
    await source.powerOn(id);
    expect(await source.power(id)).toBe('On');
  });

  it('takes snapshots, finds them again and removes them', async () => {
    const { warm } = source;
    const [id = ''] = ids;
    if (warm === undefined) throw new Error('The driver has no snapshots.');
    const end = (task: string) => expect.poll(() => warm.task(task)).toEqual({ state: 'succeeded' });
    await end(await warm.takeSnapshot(id, { name: 'precopy', description: 'of <this> run', quiesce: true }));
    await end(await warm.takeSnapshot(id, { name: 'precopy', description: 'of this run, too', quiesce: false }));
    const { snapshots, busy, consolidationNeeded } = await warm.chain(id);
    expect(snapshots.map(({ description, quiesced }) => [description, quiesced])).toEqual([
      ['of <this> run', true],
      ['of this run, too', false],
    ]);
    expect([busy, consolidationNeeded]).toEqual([false, false]);
    const [first, second] = snapshots;
    expect(await warm.disksAt(first?.id ?? '')).toHaveLength(1);
    await end(await warm.removeSnapshot(first?.id ?? ''));
    expect((await warm.chain(id)).snapshots.map((snapshot) => snapshot.id)).toEqual([second?.id]);
    await expect(warm.removeSnapshot(first?.id ?? '')).rejects.toMatchObject({ code: 'snapshot-not-found' });
    await end(await warm.removeSnapshot(second?.id ?? ''));
    expect((await warm.chain(id)).snapshots).toEqual([]);
  });

  it('has changes tracked', async () => {
    const { warm } = source;
    const [id = ''] = ids;
    if (warm === undefined) throw new Error('The driver has no snapshots.');
    const task = await warm.trackChanges(id);
    await expect.poll(() => warm.task(task)).toEqual({ state: 'succeeded' });
    expect((await source.machine(id)).changeTracking).toBe(true);
  });

  it('says that a machine does not exist', async () => {
    await expect(source.machine('vm-999999')).rejects.toMatchObject({ code: 'vm-not-found', status: 404 });
    await expect(source.powerOff('vm-999999')).rejects.toMatchObject({ code: 'vm-not-found', status: 404 });
  });

  it('stops after three refused logins', async () => {
    const wrong = { ...connection, password: 'wrong' };
    let logins = 0;
    const counting: DriverContext = {
      ...context,
      send: () => (request) => {
        if (String(request.body).includes('<Login ')) logins += 1;
        return sender(request);
      },
    };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(vsphereDriver.test(wrong, counting)).rejects.toMatchObject({ code: 'InvalidLogin', status: 401 });
    }
    expect(logins).toBe(3);
  });
});
