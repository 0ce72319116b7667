import { describe, expect, it } from 'vitest';
import { settled, startVcenter } from '../../testing/vcenter.ts';
import type { TestVcenter } from '../../testing/vcenter.ts';
import type { Connection, SourceSession } from '../driver.ts';
import { vsphereDriver } from './driver.ts';

async function open(): Promise<TestVcenter & { readonly source: SourceSession }> {
  const world = await startVcenter();
  return { ...world, source: vsphereDriver.source(world.connection, world.context) };
}

describe('reading a machine', () => {
  it('reads it whole, with what stands around it', async () => {
    const { source } = await open();
    const machine = await source.machine('vm-1003');
    expect(machine).toMatchObject({
      id: 'vm-1003',
      name: 'win-01',
      power: 'On',
      isTemplate: false,
      path: '/Munich/vm/Production/win-01',
      host: { name: 'esx-01.sandbox.test', path: '/Munich/Cluster-A/esx-01.sandbox.test', inMaintenance: false },
      firmware: { type: 'efi', secureBoot: true },
      cpu: { sockets: 1, coresPerSocket: 4 },
      memoryBytes: 4 * 1024 ** 3,
      guest: { family: 'windows', tools: 'running' },
      snapshots: 0,
      shapes: [],
    });
    expect(machine.uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(machine.disks).toHaveLength(1);
    expect(machine.disks[0]).toMatchObject({
      index: 0,
      bus: 'scsi',
      capacityBytes: 4 * 1024 ** 3,
      file: '[vmfs-01] win-01/win-01.vmdk',
      baseFile: '[vmfs-01] win-01/win-01.vmdk',
    });
    expect(machine.nics[0]).toMatchObject({ model: 'e1000e', startConnected: true });
    expect(machine.guest.addresses[0]).toMatchObject({ ip: '10.20.0.13', prefix: 24, mac: machine.nics[0]?.mac });
  });

  const shapes: readonly (readonly [string, string, readonly string[]])[] = [
    ['web-01', 'vm-1001', []],
    ['a snapshot', 'vm-1005', ['delta']],
    ['a linked clone', 'vm-1007', ['linkedClone']],
    ['an encrypted machine', 'vm-1008', ['encrypted', 'encrypted']],
    ['shared, independent and raw disks', 'vm-1009', ['independent', 'shared', 'rdm', 'independent']],
  ];
  it.each(shapes)('names the shapes of %s', async (_what, id, kinds) => {
    const { source } = await open();
    const machine = await source.machine(id);
    expect(machine.shapes.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('says how many snapshots there are', async () => {
    const { source } = await open();
    const machine = await source.machine('vm-1005');
    expect(machine.snapshots).toBe(1);
    expect(machine.disks[0]?.file).not.toBe(machine.disks[0]?.baseFile);
  });

  it('reads again each time', async () => {
    const { source, vcenter } = await open();
    await source.machine('vm-1004');
    vcenter.machines.rename('vm-1004', 'archive-02');
    expect((await source.machine('vm-1004')).name).toBe('archive-02');
    vcenter.machines.remove('vm-1004');
    await expect(source.machine('vm-1004')).rejects.toMatchObject({ code: 'vm-not-found', status: 404 });
  });
});

describe('power', () => {
  it('powers off and on, and takes the wanted state for success', async () => {
    const { source, clock } = await open();
    await settled(clock, source.powerOff('vm-1001'));
    await settled(clock, source.powerOff('vm-1001'));
    expect(await source.power('vm-1001')).toBe('Off');
    await settled(clock, source.powerOn('vm-1001'));
    await settled(clock, source.powerOn('vm-1001'));
    expect(await source.power('vm-1001')).toBe('On');
  });

  it('asks the guest, which takes its time', async () => {
    const { source, clock } = await open();
    await source.shutdownGuest('vm-1001');
    expect(await source.power('vm-1001')).toBe('On');
    await clock.until(async () => (await source.power('vm-1001')) === 'Off', 5 * 60_000);
    await source.shutdownGuest('vm-1001');
  });

  it('names the reason when the guest cannot be asked', async () => {
    const { source } = await open();
    await expect(source.shutdownGuest('vm-1012')).rejects.toMatchObject({ code: 'ToolsUnavailable', status: 409 });
  });
});

describe('sessions', () => {
  it('logs in once for calls at the same time, and not before', async () => {
    const { source, vcenter } = await open();
    expect(vcenter.calls.get('Login')).toBeUndefined();
    await Promise.all(['vm-1001', 'vm-1002', 'vm-1003'].map((id) => source.power(id)));
    expect(vcenter.calls.get('Login')).toBe(1);
    await source.close();
    expect(vcenter.calls.get('Logout')).toBe(1);
  });

  it('logs in again when the session has expired', async () => {
    const { source, vcenter, clock } = await open();
    await source.power('vm-1001');
    await clock.advance(31 * 60_000);
    expect(await source.power('vm-1001')).toBe('On');
    expect(vcenter.calls.get('Login')).toBe(2);
  });

  it('stops after three refused logins, over all sessions of these credentials', async () => {
    const { context, connection, vcenter } = await open();
    const wrong: Connection = { ...connection, password: 'wrong' };
    const [first, second] = [vsphereDriver.source(wrong, context), vsphereDriver.source(wrong, context)];
    for (const source of [first, second, first, second, first]) {
      await expect(source.power('vm-1001')).rejects.toMatchObject({ code: 'InvalidLogin', status: 401 });
    }
    await expect(vsphereDriver.test(wrong, context)).rejects.toMatchObject({ code: 'InvalidLogin' });
    expect(vcenter.calls.get('Login')).toBe(3);
    await expect(vsphereDriver.test({ ...wrong, revision: '2' }, context)).rejects.toMatchObject({
      code: 'InvalidLogin',
    });
    expect(vcenter.calls.get('Login')).toBe(4);
  });

  it('does not count a login that was not answered', async () => {
    const { source, vcenter } = await open();
    vcenter.faults.add({ method: 'Login', times: 5, action: { kind: 'drop', when: 'before' } });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(source.power('vm-1001')).rejects.toMatchObject({ status: 503 });
    }
    expect(await source.power('vm-1001')).toBe('On');
  });
});

describe('faults', () => {
  const faults = [
    ['a connection that breaks', { kind: 'drop', when: 'after' }, 'ProviderUnreachable'],
    ['an answer that is cut off', { kind: 'cut', afterBytes: 200 }, 'ProviderUnreachable|NotAVcenter'],
    ['an answer that never comes', { kind: 'delay', ms: 3_600_000 }, 'ProviderTimeout'],
    ['a server that is starting', { kind: 'status', status: 503 }, 'NotAVcenter'],
    ['an internal fault', { kind: 'soap', type: 'HostCommunication', message: 'lost' }, 'ProviderFault'],
    ['a missing privilege', { kind: 'soap', type: 'NoPermission', message: 'no' }, 'MissingPrivilege'],
  ] as const;
  it.each(faults)('gives %s a code, and goes on afterwards', async (_what, action, code) => {
    const { source, vcenter, clock } = await open();
    vcenter.faults.add({ method: 'RetrievePropertiesEx', action });
    const error: unknown = await settled(
      clock,
      source.power('vm-1001').catch((caught: unknown) => caught),
    );
    expect(error).toMatchObject({ code: expect.stringMatching(new RegExp(`^(${code})$`)) as string });
    expect(String(error)).not.toContain('horse');
    expect(await source.power('vm-1001')).toBe('On');
  });

  it('stops with its caller', async () => {
    const { source, vcenter } = await open();
    await source.power('vm-1001');
    vcenter.faults.add({ method: 'RetrievePropertiesEx', action: { kind: 'delay', ms: 3_600_000 } });
    const stop = new AbortController();
    const reading = source.power('vm-1001', stop.signal);
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});

describe('testing a connection', () => {
  it('reports what answers, and leaves no session', async () => {
    const { context, connection, vcenter } = await open();
    const report = await vsphereDriver.test(connection, context);
    expect(report).toMatchObject({ fingerprint: 'AA:BB', missingPrivileges: [] });
    expect(report.instanceUuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(vcenter.calls.get('Logout')).toBe(1);
  });

  it('names privileges that are missing, with the feature that needs them', async () => {
    const { context, connection, vcenter } = await open();
    vcenter.missingPrivileges.add('VirtualMachine.Interact.PowerOff').add('Datastore.Browse');
    const report = await vsphereDriver.test(connection, context);
    expect(report.missingPrivileges).toEqual([
      { feature: 'power', privilege: 'VirtualMachine.Interact.PowerOff' },
      { feature: 'copy', privilege: 'Datastore.Browse' },
    ]);
  });

  it('tells snapshots and changed blocks apart', async () => {
    const { context, connection, vcenter } = await open();
    vcenter.missingPrivileges.add('VirtualMachine.State.RemoveSnapshot');
    const report = await vsphereDriver.test(connection, context);
    expect(report.missingPrivileges.map(({ feature }) => feature)).toEqual(['snapshots']);
  });

  it('compares what answers with what the user said', async () => {
    const { context, connection } = await open();
    const said: Connection = { ...connection, settings: { sdkEndpoint: 'esxi' } };
    await expect(vsphereDriver.test(said, context)).rejects.toMatchObject({ code: 'SettingsNotValid', status: 400 });
  });

  it('says that nothing listens', async () => {
    const { context, connection } = await open();
    const elsewhere: Connection = { ...connection, url: 'https://nowhere.sandbox.test/sdk' };
    await expect(vsphereDriver.test(elsewhere, context)).rejects.toMatchObject({
      code: 'ProviderUnreachable',
      parameters: { host: 'nowhere.sandbox.test', reason: 'ECONNREFUSED' },
    });
  });
});
