import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { hosts } from '../api/generated/host.ts';
import { migrations } from '../api/generated/migration.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { listProjects, reviewAccess } from '../api/http/access.ts';
import type { Endpoint } from '../api/http/endpoint.ts';
import { endpoints } from '../api/http/endpoints.ts';
import { listInventoryNetworks } from '../api/http/inventory-places.ts';
import { getNetworkMap } from '../api/http/maps.ts';
import { listInventoryVms } from '../api/http/inventory.ts';
import { liveEndpoints, liveEvent, openLive } from '../api/http/live.ts';
import { listPlans } from '../api/http/plans.ts';
import { listProviders } from '../api/http/providers.ts';
import { namespaces, secrets, type Secret } from '../api/kinds/core.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import { callerRows, callsOf, type CallerRow } from '../testing/caller-rows.ts';
import { addRole, bindUser, newAccount } from '../testing/chart-people.ts';
import { callDirectly, type DirectAnswer, type DirectCall } from '../testing/direct-call.ts';
import { project } from '../testing/http-world.ts';
import { addCallers, addMaps, addPlan, callerNames, type MatrixCaller } from '../testing/matrix-callers.ts';
import { matrixWorlds, type MatrixWorld } from '../testing/matrix-world.ts';

type EndpointId = keyof typeof endpoints;

const somebody = { plan: '', provider: '', unused: '' };
/** What ends something comes last. */
const ids = Object.keys(callerRows(somebody)) as EndpointId[];
const nothing: CallerRow = { path: '', takes: [] };
const statuses = { allowed: 200, forbidden: 403, 'unknown caller': 401 } as const;
/** Refused because of what stands there, not because of who asks. */
const judged = [200, 409];

const kept: readonly Resource[] = [plans, migrations, networkMaps, storageMaps, providers, hosts, secrets, namespaces];

/** What people write; the service may say something of it at any time. */
function written(object: KubeObject): object {
  const { name, namespace, uid, deletionTimestamp } = object.metadata;
  const { spec, data } = object as KubeObject & { readonly spec?: unknown } & Pick<Secret, 'data'>;
  return { name, namespace, uid, deletionTimestamp, spec, data };
}

async function everything({ client }: MatrixWorld): Promise<string> {
  const lists = await Promise.all(kept.map((resource) => client.list(resource)));
  return JSON.stringify(lists.map(({ items }) => items.map(written)));
}

const namespacesOf = (rows: readonly { namespace: string }[]) => [...new Set(rows.map((row) => row.namespace))].sort();

/** Parameters of a path, as a subscription hands them over. */
function partsOf(id: EndpointId, path: string) {
  const [place = '', query = ''] = path.split('?');
  const values = place.split('/');
  const params = endpoints[id].path
    .split('/')
    .flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), values[index] ?? '']] : []));
  return { params: Object.fromEntries(params) as object, query: Object.fromEntries(new URLSearchParams(query)) };
}

it('asks for every operation', () => {
  expect([...ids].sort()).toEqual(Object.keys(endpoints).sort());
});

describe.each(matrixWorlds.filter(({ missing }) => !missing))('the service $name', ({ open }) => {
  let world: MatrixWorld;
  let callers: ReadonlyMap<string, MatrixCaller>;

  beforeAll(async () => {
    world = await open();
    callers = await addCallers(world);
    for (const namespace of ['other', 'prod']) await addPlan(world, namespace, 'elsewhere');
    await world.settle();
  });
  afterAll(() => world.close());

  function caller(name: string): MatrixCaller {
    const found = callers.get(name);
    if (found === undefined) throw new Error(`There is no caller ${name}.`);
    return found;
  }

  function ask(method: string, path: string, { identity }: MatrixCaller, body?: object) {
    const headers: Record<string, string> = {};
    if (identity !== undefined) headers.authorization = `Bearer ${identity.token}`;
    if (identity?.impersonate !== undefined) headers['impersonate-user'] = identity.impersonate.user;
    return world.call(method, path, headers, body);
  }

  /** Of the API server itself, with the caller's own token. */
  async function direct(who: MatrixCaller, call: DirectCall): Promise<DirectAnswer> {
    return who.identity === undefined ? 'unknown caller' : callDirectly(world.as(who.identity), call);
  }

  /** What the API server says of the first thing that it refuses. */
  async function allowedDirectly(who: MatrixCaller, row: CallerRow): Promise<(typeof statuses)[DirectAnswer]> {
    for (const call of callsOf(row)) {
      const answer = await direct(who, call);
      if (answer !== 'allowed') return statuses[answer];
    }
    return 200;
  }

  /** The namespaces in which the caller may list the kind, of those that have any. */
  async function readableIn(who: MatrixCaller, resource: Resource): Promise<string[]> {
    const all = (await world.client.list(resource)).items.map(({ metadata }) => metadata.namespace ?? '');
    const found: string[] = [];
    for (const namespace of new Set(all))
      if ((await direct(who, { verb: 'list', resource, namespace })) === 'allowed') found.push(namespace);
    return found.sort();
  }

  /** Each page that may be live, as it answers this caller over a connection of their own. */
  async function livePages(who: MatrixCaller): Promise<Record<string, number>> {
    const { ticket } = openLive.answer.parse((await ask('POST', '/live-tickets', who, {})).body);
    const socket = new WebSocket(`${world.origin.replace('http', 'ws')}/api/v1/live?ticket=${ticket}`);
    const answers: Record<string, number> = {};
    socket.on('message', (data: Buffer) => {
      const event = liveEvent.parse(JSON.parse(data.toString('utf8')));
      if (event.type === 'answer') answers[event.id] = 200;
      if (event.type === 'problem') answers[event.id] = event.problem.status;
    });
    await once(socket, 'open');
    for (const endpoint of liveEndpoints) {
      const { path } = callerRows(who)[endpoint];
      socket.send(JSON.stringify({ type: 'subscribe', id: endpoint, endpoint, ...partsOf(endpoint, path) }));
    }
    while (Object.keys(answers).length < liveEndpoints.length) await once(socket, 'message');
    socket.terminate();
    return answers;
  }

  describe.each(callerNames)('%s', (name) => {
    it('is shown of all projects what they may list', async () => {
      const who = caller(name);
      const paths = ['/plans?limit=200', '/providers?limit=200', '/projects'];
      const [planRows, providerRows, projects] = await Promise.all(paths.map((path) => ask('GET', path, who)));
      const identity = await allowedDirectly(who, nothing);
      expect([planRows?.status, providerRows?.status, projects?.status]).toEqual([identity, identity, identity]);
      if (identity !== 200) return;
      expect(namespacesOf(listPlans.answer.parse(planRows?.body).rows)).toEqual(await readableIn(who, plans));
      expect(namespacesOf(listProviders.answer.parse(providerRows?.body).rows)).toEqual(
        await readableIn(who, providers),
      );
      const all = (await world.client.list(namespaces)).items.map(({ metadata }) => metadata.name);
      const mayListAll = (await direct(who, { verb: 'list', resource: namespaces })) === 'allowed';
      const mayListPlans = await Promise.all(
        all.map((namespace) => direct(who, { verb: 'list', resource: plans, namespace })),
      );
      const listed = listProjects.answer.parse(projects?.body).projects.map((row) => row.name);
      expect(listed).toEqual(all.filter((_, index) => mayListAll || mayListPlans[index] === 'allowed').sort());
    });

    it('is told what they may as the API server tells it', async () => {
      const who = caller(name);
      const calls = (['get', 'list', 'create', 'patch', 'delete'] as const).flatMap((verb) =>
        [plans, migrations, providers, secrets].map((resource) => ({ verb, resource, namespace: project })),
      );
      const checks = calls.map(({ verb, resource: { group, plural: resource }, namespace }) => ({
        ...{ verb, group, resource, namespace },
      }));
      const { status, body } = await ask('POST', '/access-reviews', who, { checks });
      expect(status).toBe(await allowedDirectly(who, nothing));
      if (status !== 200) return;
      const answers = await Promise.all(calls.map((call) => direct(who, call)));
      expect(reviewAccess.answer.parse(body).allowed).toEqual(answers.map((answer) => answer === 'allowed'));
    });

    it('sees the same pages live', async () => {
      const who = caller(name);
      const { status } = await ask('POST', '/live-tickets', who, {});
      expect(status).toBe(await allowedDirectly(who, nothing));
      if (status !== 200) return;
      const live = await livePages(who);
      for (const id of liveEndpoints) expect(live[id], id).toBe(await allowedDirectly(who, callerRows(who)[id]));
    });

    it.each(ids)('does by %s only what the API server would let them do', async (id) => {
      const who = caller(name);
      const row = callerRows(who)[id];
      const expected = await allowedDirectly(who, row);
      const before = expected === 200 ? '' : await everything(world);
      const { method } = endpoints[id] as Endpoint;
      const { status, text } = await ask(method, row.path, who, row.body);
      if (expected === 200) {
        expect(judged, text).toContain(status);
        await world.settle();
      } else {
        expect(status, text).toBe(expected);
        expect(await everything(world)).toBe(before);
      }
    });
  });

  it('shows of a source nothing to who may read a plan and not its provider', async () => {
    const { client } = world;
    const viewer = caller('a viewer of all projects');
    const page = await ask('GET', callerRows(viewer).listInventoryVms.path, viewer);
    const machine = listInventoryVms.answer.parse(page.body).rows.at(-1);
    // The machine's name may stand in the plan itself, where its conditions are.
    const { id = '', host } = machine ?? {};
    if (host === undefined) throw new Error('The vCenter has no machine, or it has no host.');
    const rules = [{ apiGroups: [plans.group], resources: [plans.plural], verbs: ['get', 'list', 'watch'] }];
    await addRole(client, 'caller-plans', rules);
    const { user, token } = await newAccount(client, { namespace: 'other', name: 'reader-of-plans' });
    await bindUser(client, user, [{ role: 'caller-plans', namespace: project }]);
    await addPlan(world, project, 'by-id', { vms: [{ id }] });
    await world.settle();
    const seesAs = async (who: MatrixCaller) => {
      const rows = callerRows({ ...who, plan: 'by-id' });
      const vm = { path: rows.getPlanVm.path.replace('vm-1001', id) };
      const pages = [rows.getPlan, rows.listPlanVms, vm, rows.planConsequences, rows.listPlans];
      const answers = await Promise.all(pages.map(({ path }) => ask('GET', path, who)));
      expect(answers.map(({ status }) => status)).toEqual(pages.map(() => 200));
      return answers.map(({ text }) => text).join('\n');
    };
    expect(await seesAs(viewer)).toContain(host);
    expect(await seesAs({ ...somebody, identity: { token } })).not.toContain(host);
    // And again for the other, whose page may have been made meanwhile.
    expect(await seesAs(viewer)).toContain(host);
  });

  it('shows of a source nothing to who may read a map and not its provider', async () => {
    const { client } = world;
    const viewer = caller('a viewer of all projects');
    const page = await ask('GET', callerRows(viewer).listInventoryNetworks.path, viewer);
    const network = listInventoryNetworks.answer.parse(page.body).rows.at(-1);
    if (network === undefined) throw new Error('The vCenter has no network.');
    const rules = [
      { apiGroups: [networkMaps.group], resources: [networkMaps.plural], verbs: ['get', 'list', 'watch'] },
    ];
    await addRole(client, 'caller-maps', rules);
    const { user, token } = await newAccount(client, { namespace: 'other', name: 'reader-of-maps' });
    await bindUser(client, user, [{ role: 'caller-maps', namespace: project }]);
    const map = [{ source: { id: network.id }, destination: { type: 'pod' as const } }];
    await addMaps(world, project, 'by-id', map);
    await world.settle();
    // Not in the object itself: a controller writes names there, and whoever may read the map reads them anyway.
    const sourcesAs = async (who: MatrixCaller) => {
      const { status, body } = await ask('GET', callerRows({ ...who, plan: 'by-id' }).getNetworkMap.path, who);
      expect(status).toBe(200);
      return getNetworkMap.answer.parse(body).rows.map(({ source }) => source.name);
    };
    expect(await sourcesAs(viewer)).toEqual([network.name]);
    expect(await sourcesAs({ ...somebody, identity: { token } })).toEqual([network.id]);
  });
});
