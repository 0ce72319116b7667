import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { providers } from '../../api/generated/provider.ts';
import { httpFollower } from '../../testing/http-follower.ts';
import type { Resource } from '../../api/resource.ts';
import { HttpWorld, hostRef, people, project, vcenterRef } from '../../testing/http-world.ts';
import { MtvClient, type MtvWatch } from '../../testing/mtv-client.ts';
import { settled } from '../../testing/vcenter.ts';
import { actions } from './collection-watch.ts';

let world: HttpWorld;
let client: MtvClient;
let vsphere: string;
let host: string;
const watches: MtvWatch[] = [];
const roleBindings: Resource = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural: 'rolebindings',
  kind: 'RoleBinding',
  scope: 'Namespaced',
};

beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  await world.settle();
  client = new MtvClient(world);
  const uid = async (key: typeof hostRef) => (await world.admin.client.get(providers, key)).metadata.uid ?? '';
  vsphere = `providers/vsphere/${await uid(vcenterRef)}`;
  host = `providers/openshift/${await uid(hostRef)}`;
});
afterEach(() => {
  for (const { socket } of watches.splice(0)) socket.terminate();
});
afterAll(() => world.close());

function watch(...[path, options]: Parameters<MtvClient['watch']>): MtvWatch {
  const opened = client.watch(path, options);
  watches.push(opened);
  return opened;
}

const machines = () => world.source.vcenter.machines;
const shown = (events: Awaited<ReturnType<MtvWatch['until']>>) =>
  events.map(({ Action, Resource, Updated }) => ({ Action, before: Resource?.name, after: Updated?.name }));

describe('a watch', () => {
  it('tells what comes, changes and goes', async () => {
    const opened = watch(`${vsphere}/vms`, { as: 'vic' });
    expect(await opened.until(actions.parity)).toMatchObject([
      { Action: actions.started, Labels: null, Resource: null, Updated: null },
      { Action: actions.parity },
    ]);
    machines().rename('vm-1003', 'renamed');
    await world.clock.advance(1000);
    const [change] = await opened.until(actions.updated);
    expect(change).toMatchObject({
      Action: actions.updated,
      Resource: { id: 'vm-1003' },
      Updated: {
        id: 'vm-1003',
        name: 'renamed',
        selfLink: `${vsphere}/vms/vm-1003`,
        powerState: expect.any(String) as string,
      },
    });
    machines().add({ name: 'new', guest: 'rhel9', disks: [], nics: [] });
    await world.clock.advance(1000);
    expect(shown(await opened.until(actions.created)).at(-1)).toMatchObject({ before: 'new' });
    machines().remove('vm-1003');
    await world.clock.advance(1000);
    expect(shown(await opened.until(actions.deleted)).at(-1)).toMatchObject({ before: 'renamed' });
  });

  it('begins with what is there where a snapshot is asked for', async () => {
    const events = await watch(`${vsphere}/hosts`, { option: 'snapshot' }).until(actions.parity);
    expect(shown(events).map(({ Action, before }) => [Action, before])).toEqual([
      [actions.started, undefined],
      [actions.created, 'esx-01.sandbox.test'],
      [actions.created, 'esx-02.sandbox.test'],
      [actions.created, 'esx-03.sandbox.test'],
      [actions.parity, undefined],
    ]);
  });

  it('ends when the client says so', async () => {
    const opened = watch(`${vsphere}/vms`);
    await opened.until(actions.parity);
    opened.end();
    await opened.until(actions.end);
    await once(opened.socket, 'close');
  });

  it('ends when the inventory is replaced', async () => {
    const uid = await world.addVcenter('second', world.source.connection.url);
    await world.clock.until(
      () => world.catalog.inventory({ metadata: { uid } } as never)?.state.phase === 'ready',
      60_000,
      'it is read',
    );
    const opened = watch(`providers/vsphere/${uid}/vms`);
    await opened.until(actions.parity);
    await world.stopInventory(uid);
    await world.setConditions(providers, { namespace: 'migrations', name: 'second' }, ['Ready']);
    await opened.until(actions.end);
  });

  it('stays open as long as the client hears and may look', async () => {
    const opened = watch(`${vsphere}/vms`, { as: 'vic' });
    await opened.until(actions.parity);
    for (let minute = 0; minute < 6; minute += 1) await opened.pass(world.clock, 60_000);
    expect(opened.socket.readyState).toBe(WebSocket.OPEN);
    const { client: kube } = world.admin;
    const key = { namespace: project, name: 'vic-viewer' };
    const binding = await kube.get(roleBindings, key);
    await kube.delete(roleBindings, key);
    for (let minute = 0; minute < 4; minute += 1) await opened.pass(world.clock, 60_000);
    await opened.until(actions.end);
    const { name, namespace } = binding.metadata;
    await kube.create(roleBindings, { ...binding, metadata: { name, namespace } });
  });

  it('is cut off when the client does not hear any more', async () => {
    const opened = watch(`${vsphere}/vms`);
    await opened.until(actions.parity);
    opened.socket.pause();
    await world.clock.advance(61_000);
    opened.socket.resume();
    if (opened.socket.readyState !== WebSocket.CLOSED) await once(opened.socket, 'close');
    expect(opened.socket.readyState).toBe(WebSocket.CLOSED);
  });

  it('is open to whoever may get the provider, on a WebSocket, and of collections', async () => {
    const refused = async (path: string, as: keyof typeof people | '', watched = true) =>
      (
        await client.refused(path, {
          ...(as !== '' && { authorization: `Bearer ${people[as]}` }),
          ...(watched && { 'x-watch': '' }),
        })
      ).status;
    expect(await refused(`${vsphere}/vms`, '')).toBe(401);
    expect(await refused(`${vsphere}/vms`, 'sam')).toBe(403);
    expect(await refused(`${vsphere}/nothing`, 'vic')).toBe(404);
    expect(await refused(`${vsphere}/workloads`, 'vic')).toBe(404);
    expect(await refused('providers/vsphere/none/vms', 'vic')).toBe(404);
    expect(await refused(vsphere, 'vic')).toBe(400);
    expect(await refused(`${vsphere}/tree/vm`, 'vic')).toBe(400);
    expect(await refused(`${vsphere}/vms`, 'vic', false)).toBe(400);
    expect(await refused(`${host}/vms`, 'admin')).toBe(501);
    expect(await refused('providers/%E0%A4%A/x/vms', 'admin')).toBe(404);
  });

  it('leaves places to others, however many one opens', async () => {
    const asked = { authorization: `Bearer ${people.vic}`, 'x-watch': '' };
    const mine = Array.from({ length: 100 }, () => watch(`${vsphere}/vms`, { as: 'vic' }));
    await Promise.all(mine.map((one) => one.until(actions.parity)));
    expect((await client.refused(`${vsphere}/vms`, asked)).status).toBe(429);
    await watch(`${vsphere}/vms`, { as: 'admin' }).until(actions.parity);
    mine[0]?.socket.terminate();
    const freed = async () => {
      const again = watch(`${vsphere}/vms`, { as: 'vic' });
      again.socket.on('error', () => undefined);
      return once(again.socket, 'open').then(
        () => true,
        () => false,
      );
    };
    await world.clock.until(freed, 5_000, 'a place');
  });

  it.each([
    ['VSPHERE/vms', 400],
    ['VSPHERE/tree/vm', 400],
    ['VSPHERE', 400],
    ['providers', 400],
    ['providers/vsphere', 400],
    ['HOST/vms', 501],
  ])('of %s without a WebSocket is refused with %i', async (path, status) => {
    const at = path.replace('VSPHERE', vsphere).replace('HOST', host);
    expect((await client.ask(at, { headers: { 'x-watch': 'snapshot' } })).status).toBe(status);
  });
});

describe('an inventory that is being read', () => {
  it('is waited for ten seconds, and then answered with 206 and no body', async () => {
    const uid = await world.addVcenter('silent', 'https://silent.sandbox.test/sdk');
    const before = world.clock.now();
    const answer = await settled(world.clock, client.ask(`providers/vsphere/${uid}/vms`, { as: 'vic' }));
    expect(answer).toMatchObject({ status: 206, text: '' });
    expect(world.clock.now() - before).toBeGreaterThanOrEqual(10_000);
    const { status } = await client.ask(`providers/vsphere/${uid}`, { as: 'sam' });
    expect(status).toBe(403);
    const waiting = client.refused(`providers/vsphere/${uid}/vms`, {
      authorization: `Bearer ${people.vic}`,
      'x-watch': '',
    });
    expect((await settled(world.clock, waiting)).status).toBe(206);
  });

  it('answers as soon as it is there', async () => {
    const uid = await world.addVcenter('late', world.source.connection.url);
    const answer = await settled(world.clock, client.ask(`providers/vsphere/${uid}/vms?limit=1`));
    expect(answer.status).toBe(200);
  });

  it('is not known before anything collects it', async () => {
    const uid = await world.addVcenter('stopped', world.source.connection.url);
    await world.stopInventory(uid);
    const { status, headers } = await client.ask(`providers/vsphere/${uid}/vms`);
    expect({ status, reason: headers.get('x-reason') }).toEqual({ status: 404, reason: 'ProviderNotFound' });
  });
});

describe('a replica that does not lead', () => {
  it('hands over reads, refusals and watches', async () => {
    const follower = await httpFollower(world);
    const there = new MtvClient(world, () => follower.origin);
    expect(await there.read(`${vsphere}/vms/vm-1001`)).toEqual(await client.read(`${vsphere}/vms/vm-1001`));
    const unknown = await there.ask('providers/vsphere/none');
    expect(unknown).toMatchObject({ status: 404, text: '' });
    expect(unknown.headers.get('x-reason')).toBe('ProviderNotFound');
    const opened = there.watch(`${vsphere}/hosts`, { as: 'vic', option: 'snapshot' });
    watches.push(opened);
    expect(await opened.until(actions.parity)).toHaveLength(5);
    const authorization = `Bearer ${people.sam}`;
    expect((await there.refused(`${vsphere}/vms`, { authorization, 'x-watch': '' })).status).toBe(403);
    await follower.close();
  });
});
