import { isFacility } from '@gantry/sandbox/sources/vsphere/entities.ts';
import { modelFromCounts } from '@gantry/sandbox/sources/vsphere/model-from-counts.ts';
import type { ModelSpec } from '@gantry/sandbox/sources/vsphere/model-spec.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { startVcenter } from '../testing/vcenter.ts';
import type { TestVcenter, TestVcenterOptions } from '../testing/vcenter.ts';
import type { Connection } from '../providers/driver.ts';
import { collectHere } from './collector-thread.ts';
import type { ProviderInventory } from './inventory.ts';
import { ProviderInventories } from './provider-inventories.ts';

interface World extends TestVcenter {
  readonly inventories: ProviderInventories;
  readonly inventory: ProviderInventory;
  ready(): Promise<void>;
}

const open: ProviderInventories[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((inventories) => inventories.close()));
});

async function start(options: TestVcenterOptions & { readonly change?: Partial<Connection> } = {}): Promise<World> {
  const world = await startVcenter(options);
  const inventories = new ProviderInventories({ context: world.context, collect: collectHere });
  open.push(inventories);
  inventories.start({ uid: 'p', type: 'vsphere', version: '1' }, { ...world.connection, ...options.change });
  const inventory = inventories.of('p');
  if (inventory === undefined) throw new Error('No inventory was started.');
  const ready = () => world.clock.until(() => inventory.state.phase === 'ready', 120_000, 'a loaded inventory');
  return { ...world, inventories, inventory, ready };
}

const named = async ({ inventory }: World, name: string) => {
  const found = await inventory.machine({ name });
  if (found.result !== 'found') throw new Error(`${name}: ${found.result}`);
  return found.item;
};

describe('the first load', () => {
  it('shows every collection', async () => {
    const world = await start();
    expect(world.inventory.state.phase).toBe('loading');
    await world.ready();
    expect(await world.inventory.counts()).toEqual({
      datacenters: 1,
      clusters: 1,
      hosts: 3,
      folders: expect.any(Number) as number,
      // Three port groups with the uplinks, their switch, and two plain networks.
      networks: 6,
      datastores: 3,
      vms: 14,
      templates: 1,
    });
  });

  it('says what the source says of itself', async () => {
    const world = await start();
    await world.ready();
    const about = await world.inventory.row('about', 'about');
    expect(about).toMatchObject({ product: expect.stringContaining('vCenter') as string, apiVersion: '8.0.2.0' });
    expect(about?.instanceUuid).toMatch(/^[\da-f-]{36}$/);
    expect(await world.inventory.row('vms', 'about')).toBeUndefined();
  });

  it('puts an answer together from its parts', async () => {
    const world = await start({ settings: { objectsPerAnswer: 7 } });
    await world.ready();
    expect((await world.inventory.counts()).vms).toBe(14);
    expect(world.vcenter.calls.get('WaitForUpdatesEx')).toBeGreaterThan(3);
  });

  it('loads 2,000 machines', async () => {
    const world = await start({ model: modelFromCounts({ vms: 2000, hosts: 10, folders: 20 }) });
    await world.ready();
    expect((await world.inventory.counts()).vms).toBe(2000);
    const page = await world.inventory.page({ collection: 'vms', sort: '-name', offset: 1000, limit: 25 });
    expect(page).toMatchObject({ total: 2000, matching: 2000 });
    expect(page.items).toHaveLength(25);
  });

  it('tells of a machine the same as reading it from the source', async () => {
    const { vsphereDriver } = await import('../providers/vsphere/driver.ts');
    const world = await start();
    await world.ready();
    const source = vsphereDriver.source(world.connection, world.context);
    for (const id of ['vm-1001', 'vm-1002', 'vm-1003', 'vm-1005', 'vm-1007', 'vm-1009', 'vm-1013']) {
      const found = await world.inventory.machine({ id });
      // Tags stand in another API, which is not asked for one machine.
      const item = found.result === 'found' && { ...found.item, tags: undefined };
      expect(item).toEqual(await source.machine(id));
    }
    await source.close();
  });
});

describe('native models', () => {
  it('have the fields of MTV', async () => {
    const world = await start();
    await world.ready();
    const { items } = await world.inventory.page({ collection: 'vms', ids: ['vm-1001'], offset: 0, limit: 1 });
    expect(items[0]).toMatchObject({
      id: 'vm-1001',
      name: 'web-01',
      path: '/Munich/vm/Production/Web/web-01',
      powerState: 'poweredOn',
      cpuCount: 2,
      memoryMB: 2048,
      isTemplate: false,
      changeTrackingEnabled: false,
      disks: [{ bus: 'scsi', capacity: 2 * 1024 ** 3, shared: false, rdm: false }, { capacity: 1024 ** 3 }],
      nics: [{ order: 0, network: { kind: 'Network' } }],
      parent: { kind: 'Folder' },
    });
    const hosts = await world.inventory.page({ collection: 'hosts', sort: 'name', offset: 0, limit: 9 });
    expect(hosts.items.map(({ name, inMaintenance, path }) => ({ name, inMaintenance, path }))).toEqual([
      { name: 'esx-01.sandbox.test', inMaintenance: false, path: '/Munich/host/Cluster-A/esx-01.sandbox.test' },
      { name: 'esx-02.sandbox.test', inMaintenance: false, path: '/Munich/host/Cluster-A/esx-02.sandbox.test' },
      { name: 'esx-03.sandbox.test', inMaintenance: true, path: '/Munich/host/Cluster-A/esx-03.sandbox.test' },
    ]);
    const storage = await world.inventory.network({ name: 'Storage' });
    expect(storage).toMatchObject({ result: 'found', item: { native: { variant: 'DvPortGroup', vlanId: '30' } } });
    const uplinks = await world.inventory.page({
      collection: 'networks',
      filter: { tag: ['SYSTEM/DVS.UPLINKPG'] },
      offset: 0,
      limit: 9,
    });
    expect(uplinks.items).toHaveLength(1);
    const datastore = await world.inventory.storage({ name: 'nfs-01' });
    expect(datastore).toMatchObject({ result: 'found', item: { native: { type: 'NFS' } } });
    const clusters = await world.inventory.page({ collection: 'clusters', offset: 0, limit: 9 });
    expect(clusters.items[0]).toMatchObject({ name: 'Cluster-A', dasEnabled: true, drsEnabled: true });
  });

  it('tell what storage a host sees, and its addresses', async () => {
    const world = await start();
    await world.ready();
    const { items } = await world.inventory.page({ collection: 'hosts', sort: 'name', offset: 0, limit: 1 });
    const [host] = items as [{ hostScsiDisks: { canonicalName: string; key: string }[] } & Record<string, unknown>];
    const keys = host.hostScsiDisks.map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(host).toMatchObject({
      hostScsiDisks: [{ vendor: 'SANDBOX', model: 'LUN' }, { vendor: 'SANDBOX' }],
      hbaDiskInfo: [{ hbaDevice: 'vmhba0', model: 'Sandbox HBA', protocol: 'Unknown' }],
      hostScsiTopology: [{ scsiDiskKeys: keys }],
      advancedOptions: { kind: 'OptionManager' },
      managementIPs: ['198.51.100.10'],
    });
    const datastore = await world.inventory.storage({ name: 'vmfs-01' });
    expect(datastore).toMatchObject({
      item: { native: { backing: { devices: [host.hostScsiDisks[0]?.canonicalName] } } },
    });
    const { disks } = (await world.inventory.row('vms', 'vm-1009')) as { disks: { lunUuid: string }[] };
    expect(disks.map(({ lunUuid }) => lunUuid !== '')).toEqual([false, false, true]);
  });

  it('call a disk shared that two machines have', async () => {
    const world = await start();
    await world.ready();
    const flags = async () => {
      const { items } = await world.inventory.page({ collection: 'vms', ids: ['vm-1009'], offset: 0, limit: 1 });
      return (items[0]?.disks as { shared: boolean }[]).map(({ shared }) => shared);
    };
    expect(await flags()).toEqual([false, true, false]);
  });
});

const taggedModel: ModelSpec = {
  datacenters: [
    {
      name: 'dc',
      clusters: [{ name: 'west', tags: ['Place/Zone'], hosts: [{ name: 'esx', tags: ['Place/Rack'] }] }],
      networks: [{ name: 'plain', tags: ['Place/DMZ'] }, { name: 'bare' }],
      switches: [{ name: 'dvs', portGroups: [{ name: 'group', tags: ['Place/Front'] }] }],
      datastores: [{ name: 'fast', tags: ['Kind/Flash'] }],
      folders: ['Below'],
      vms: [{ name: 'vm', tags: ['Tier/Gold'] }],
    },
  ],
};

describe('tags', () => {
  const tagsOf = async ({ inventory }: World, id: string) => {
    const tags = (await inventory.row('vms', id))?.tags as { category: string; name: string }[];
    return tags.map(({ category, name }) => `${category}/${name}`);
  };
  const lacksTags = ({ inventory }: World) => inventory.state.phase === 'ready' && inventory.state.lacks !== undefined;

  it('are told of machines, and follow changes', async () => {
    const world = await start();
    await world.ready();
    await world.clock.advance(1_000);
    expect(await tagsOf(world, 'vm-1002')).toEqual(['Backup/Nightly', 'Tier/Gold']);
    expect(await tagsOf(world, 'vm-1001')).toEqual([]);
    world.vcenter.machines.change('vm-1001', (vm) => (vm.tags = ['Tier/Silver']));
    world.vcenter.machines.change('vm-1002', (vm) => (vm.tags = []));
    await world.clock.advance(61_000);
    expect(await tagsOf(world, 'vm-1001')).toEqual(['Tier/Silver']);
    expect(await tagsOf(world, 'vm-1002')).toEqual([]);
  });

  it('are told of everything that is collected, and of nothing else', async () => {
    const world = await start({ model: taggedModel });
    await world.ready();
    await world.clock.advance(1_000);
    const tagged = async () => {
      const rows = await Promise.all(
        ['vms', 'hosts', 'clusters', 'networks', 'datastores', 'folders'].map((collection) =>
          world.inventory.page({ collection, sort: 'name', offset: 0, limit: 99 }),
        ),
      );
      const found = rows.flatMap(({ items }) => items).filter(({ tags }) => Array.isArray(tags) && tags.length > 0);
      return new Map(found.map(({ name, tags }) => [name, (tags as { name: string }[])[0]?.name]));
    };
    const places = { esx: 'Rack', west: 'Zone', group: 'Front' };
    expect(await tagged()).toEqual(new Map(Object.entries({ ...places, vm: 'Gold', plain: 'DMZ', fast: 'Flash' })));
    for (const entity of world.vcenter.inventory.all())
      if (!isFacility(entity)) {
        if (entity.name === 'plain') entity.tags = ['Place/Back'];
        if (['fast', 'vm'].includes(entity.name)) entity.tags = [];
        if (['Below', 'Resources'].includes(entity.name)) entity.tags = ['Place/Cellar'];
      }
    await world.clock.advance(61_000);
    expect(await tagged()).toEqual(new Map(Object.entries({ ...places, plain: 'Back', Below: 'Cellar' })));
  });

  it('stay when the connection is lost', async () => {
    const world = await start();
    await world.ready();
    await world.clock.advance(1_000);
    const { revision } = (await world.inventory.row('vms', 'vm-1002')) ?? {};
    world.vcenter.faults.add({ method: 'WaitForUpdatesEx', action: { kind: 'drop', when: 'before' } });
    world.vcenter.machines.rename('vm-1001', 'web-02');
    await world.clock.advance(120_000);
    expect(await tagsOf(world, 'vm-1002')).toEqual(['Backup/Nightly', 'Tier/Gold']);
    expect((await world.inventory.row('vms', 'vm-1002'))?.revision).toBe(revision);
  });

  const troubles = [
    ['is silent', { kind: 'delay', ms: 10 * 60_000 }],
    ['fails', { kind: 'status', status: 503 }],
    ['is not there', { kind: 'status', status: 404 }],
    ['redirects', { kind: 'status', status: 302 }],
    ['breaks off', { kind: 'cut', afterBytes: 20 }],
  ] as const;
  it.each(troubles)('hold up no machine where their API %s', async (_what, action) => {
    const world = await start();
    world.vcenter.faults.add({ method: 'Rest', times: 3, action });
    await world.ready();
    world.vcenter.machines.rename('vm-1001', 'web-02');
    await world.clock.advance(2_000);
    expect((await named(world, 'web-02')).id).toBe('vm-1001');
    await world.clock.until(() => lacksTags(world), 120_000, 'a word about tags');
    await world.clock.until(() => !lacksTags(world), 40 * 60_000, 'tags after all');
    expect(await tagsOf(world, 'vm-1002')).toEqual(['Backup/Nightly', 'Tier/Gold']);
  });

  it('cost one refused login at most, and none of SOAP', async () => {
    const world = await start();
    world.vcenter.faults.add({ method: 'Rest', times: 99, action: { kind: 'status', status: 401 } });
    await world.ready();
    await world.clock.advance(60 * 60_000);
    expect(lacksTags(world)).toBe(true);
    expect(world.vcenter.calls.get('Rest')).toBe(1);
    world.vcenter.sessions.endAll();
    world.vcenter.machines.rename('vm-1001', 'web-02');
    await world.clock.advance(120_000);
    expect((await named(world, 'web-02')).id).toBe('vm-1001');
  });
});

describe('looking up', () => {
  it.each([
    [{ id: 'vm-1014' }, 'found'],
    [{ id: 'vm-9' }, 'missing'],
    [{ name: 'web-01' }, 'found'],
    [{ name: 'twin' }, 'ambiguous'],
    [{ name: 'Blue/twin' }, 'found'],
    [{ name: '/Munich/vm/Test/Green/twin' }, 'found'],
    [{ name: 'ue/twin' }, 'missing'],
    [{ name: '' }, 'missing'],
  ])('%j is %s', async (ref, result) => {
    const world = await start();
    await world.ready();
    expect(await world.inventory.machine(ref)).toMatchObject({ result });
  });
});

describe('following changes', () => {
  it('shows machines that come, change and go', async () => {
    const world = await start();
    const { vcenter, clock, inventory } = world;
    await world.ready();
    vcenter.machines.rename('vm-1001', 'web-02');
    vcenter.machines.remove('vm-1004');
    vcenter.machines.add({
      name: 'new-01',
      guest: 'rhel9',
      disks: [{ capacityBytes: 1024 ** 3, dataBytes: 1024 ** 2 }],
      nics: [],
    });
    await clock.advance(1_000);
    expect((await named(world, 'web-02')).id).toBe('vm-1001');
    expect(await inventory.machine({ name: 'web-01' })).toEqual({ result: 'missing' });
    expect(await inventory.machine({ id: 'vm-1004' })).toEqual({ result: 'missing' });
    expect((await named(world, 'new-01')).disks).toHaveLength(1);
  });

  it('knows of a source in which nothing happens that it is current, and tells so', async () => {
    const world = await start();
    const { clock, inventory } = world;
    await world.ready();
    await clock.advance(1_000);
    const notices: (readonly string[])[] = [];
    inventory.changed(({ collections }) => notices.push(collections));
    await clock.advance(10 * 60_000);
    expect(inventory.state).toMatchObject({ phase: 'ready' });
    const { updatedAt } = inventory.state as { updatedAt: number };
    expect(clock.now() - updatedAt).toBeLessThanOrEqual(61_000);
    expect(notices.length).toBeGreaterThanOrEqual(9);
    expect(notices.flat()).toEqual([]);
  });

  it('tells within 250 ms what the source answered, and many changes together', async () => {
    const world = await start();
    const { vcenter, clock, inventory } = world;
    await world.ready();
    await clock.advance(1_000);
    const notices: { readonly at: number; readonly name: unknown }[] = [];
    const name = async () => (await inventory.row('vms', 'vm-1001'))?.name;
    const end = inventory.changed(({ collections }) => {
      expect(collections).toEqual(['vms']);
      const at = clock.now();
      void name().then((now) => notices.push({ at, name: now }));
    });
    const known = new Map<unknown, number>();
    for (let change = 0; change < 20; change += 1) {
      vcenter.machines.rename('vm-1001', `web-${change}`);
      await clock.until(async () => (await name()) === `web-${change}`, 5_000, 'the new name');
      known.set(`web-${change}`, clock.now());
      await clock.advance(60);
    }
    await clock.advance(1_000);
    const late = [...known].filter(([, since]) => !notices.some(({ at }) => at >= since && at - since <= 250));
    expect(late).toEqual([]);
    expect(notices.at(-1)?.name).toBe('web-19');
    expect(notices.length).toBeLessThan(known.size / 2);
    end();
    vcenter.machines.rename('vm-1001', 'web-99');
    const before = notices.length;
    await clock.advance(2_000);
    expect(notices).toHaveLength(before);
  });
});

describe('trouble at the source', () => {
  it('reconnects after 5 s, and what did not change makes no change', async () => {
    const world = await start();
    const { vcenter, clock, inventory } = world;
    await world.ready();
    const revisions = async () => {
      const { items } = await inventory.page({ collection: 'vms', offset: 0, limit: 99 });
      return new Map(items.map((row) => [String(row.id), row.revision]));
    };
    const before = await revisions();
    vcenter.faults.add({ method: 'WaitForUpdatesEx', action: { kind: 'drop', when: 'before' } });
    vcenter.machines.rename('vm-1001', 'web-02');
    await clock.until(() => inventory.state.phase === 'stale', 120_000, 'a stale inventory');
    expect(inventory.state).toMatchObject({ problem: 'vc.sandbox.test cannot be reached (ECONNRESET).' });
    vcenter.machines.remove('vm-1002');
    await world.ready();
    const expected = new Map(before).set('vm-1001', 2);
    expected.delete('vm-1002');
    expect(await revisions()).toEqual(expected);
  });

  const breaks = [
    ['before it is asked', { kind: 'drop', when: 'before' }],
    ['before it answers', { kind: 'drop', when: 'after' }],
    ['while it answers', { kind: 'cut', afterBytes: 700 }],
  ] as const;
  it.each(breaks)('goes on where it stood when the connection breaks %s', async (_when, action) => {
    const world = await start();
    const { vcenter, clock, inventory } = world;
    await world.ready();
    await clock.advance(1_000);
    vcenter.faults.add({ method: 'WaitForUpdatesEx', action });
    // Answers the question that is under way already.
    vcenter.machines.rename('vm-1001', 'web-0x');
    await clock.advance(1_000);
    vcenter.machines.rename('vm-1001', 'web-02');
    await clock.until(() => inventory.state.phase === 'stale', 120_000, 'a stale inventory');
    vcenter.machines.rename('vm-1003', 'win-02');
    vcenter.machines.remove('vm-1002');
    await world.ready();
    await clock.advance(1_000);
    expect((await named(world, 'web-02')).id).toBe('vm-1001');
    expect((await named(world, 'win-02')).id).toBe('vm-1003');
    expect(await inventory.machine({ id: 'vm-1002' })).toEqual({ result: 'missing' });
    // One session for updates and one for tags, as before.
    expect(vcenter.sessions.logins).toBe(2);
    expect(vcenter.calls.get('CreateFilter')).toBe(1);
  });

  it('opens a new session when the old one was ended', async () => {
    const world = await start();
    const { vcenter, clock, inventory } = world;
    await world.ready();
    vcenter.faults.add({
      method: 'WaitForUpdatesEx',
      action: { kind: 'soap', type: 'NotAuthenticated', message: 'ended' },
    });
    vcenter.machines.rename('vm-1001', 'web-02');
    await clock.advance(120_000);
    expect(inventory.state.phase).toBe('ready');
    expect((await named(world, 'web-02')).id).toBe('vm-1001');
  });

  it('tries a wrong password no more than three times, until the Secret changes', async () => {
    const world = await start({ change: { password: 'wrong' } });
    const { vcenter, clock, inventory, inventories, connection } = world;
    await clock.advance(3_600_000);
    expect(inventory.state).toMatchObject({ phase: 'stale' });
    expect(vcenter.calls.get('Login')).toBeLessThanOrEqual(3);
    inventories.start({ uid: 'p', type: 'vsphere', version: '2' }, connection);
    await clock.until(() => inventories.of('p')?.state.phase === 'ready', 120_000);
  });

  it('ends its session when it is stopped', async () => {
    const world = await start();
    await world.ready();
    await world.inventories.stop('p');
    expect(world.inventories.of('p')).toBeUndefined();
    expect(world.vcenter.calls.get('Logout')).toBe(1);
  });
});

describe('a single host as the source', () => {
  it('is read without vCenter, tags and other hosts, and followed', async () => {
    const world = await startVcenter();
    const esx = await world.listenAsHost('esx-01.sandbox.test');
    const inventories = new ProviderInventories({ context: world.context, collect: collectHere });
    open.push(inventories);
    inventories.start(
      { uid: 'esx', type: 'vsphere', version: '1' },
      {
        ...world.connection,
        ...esx.account,
        url: `https://${esx.address}/sdk`,
        settings: { sdkEndpoint: 'esxi' },
      },
    );
    const inventory = inventories.of('esx');
    await world.clock.until(() => inventory?.state.phase === 'ready', 120_000, 'a loaded inventory');
    const machines = async () =>
      (await inventory?.page({ collection: 'vms', sort: 'id', offset: 0, limit: 99 }))?.items ?? [];
    const there = world.vcenter.machines.all().filter(({ host }) => host === esx.id);
    expect((await machines()).map(({ id }) => id)).toEqual(there.map(({ id }) => id).toSorted());
    expect(await inventory?.counts()).toMatchObject({ hosts: 1, clusters: 1, datacenters: 1 });
    expect(await inventory?.judgement('vm-1001')).toMatchObject({ errors: [] });
    world.vcenter.machines.rename('vm-1001', 'web-02');
    await world.clock.advance(2_000);
    expect((await machines()).map(({ name }) => name)).toContain('web-02');
    expect(world.vcenter.calls.get('Rest')).toBeUndefined();
    expect(esx.endpoint.calls.get('Rest')).toBeUndefined();
  });
});
