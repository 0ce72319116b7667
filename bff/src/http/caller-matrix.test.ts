import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { listProjects, reviewAccess } from '../api/http/access.ts';
import type { Endpoint } from '../api/http/endpoint.ts';
import { endpoints } from '../api/http/endpoints.ts';
import { liveEndpoints, liveEvent, openLive } from '../api/http/live.ts';
import { listPlans } from '../api/http/plans.ts';
import { listProviders } from '../api/http/providers.ts';
import { migrations } from '../api/generated/migration.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { namespaces, secrets } from '../api/kinds/core.ts';
import type { Resource } from '../api/resource.ts';
import type { CallerIdentity } from '../kube/cluster.ts';
import { callerRows, callsOf, type CallerObjects, type CallerRow } from '../testing/caller-rows.ts';
import { addChartRoles, addRole, bindUser, newAccount, type Bound } from '../testing/chart-people.ts';
import { callDirectly, type DirectAnswer, type DirectCall } from '../testing/direct-call.ts';
import { HttpWorld, project } from '../testing/http-world.ts';

interface Caller extends CallerObjects {
  readonly identity: CallerIdentity | undefined;
}

const readsHost = { role: 'gantry-viewer', namespace: 'gantry' };
/** Who has an account at the cluster, with the cluster's own roles, to which the chart has added its. */
const accounts: Readonly<Record<string, readonly Bound[]>> = {
  'an administrator of the project': [{ role: 'admin', namespace: project }, readsHost],
  'an editor': [{ role: 'edit', namespace: project }, readsHost],
  'a viewer': [{ role: 'view', namespace: project }],
  'an administrator of another project': [{ role: 'admin', namespace: 'other' }],
  'a viewer of all projects': [{ role: 'view' }],
  'nobody in particular': [],
  'who may impersonate': [{ role: 'caller-impersonator' }],
};
const others = [
  'who impersonates a viewer',
  'who may not impersonate, and does',
  'who has no token',
  'who has an unknown token',
  'whose token has ended',
];
const names = [...Object.keys(accounts), ...others];
/** What ends something comes last. */
const ids = Object.keys(callerRows({ plan: '', provider: '', unused: '' })) as (keyof typeof endpoints)[];

let world: HttpWorld;
const callers = new Map<string, Caller>();

/** The caller of that name. */
function caller(name: string): Caller {
  const found = callers.get(name);
  if (found === undefined) throw new Error(`There is no caller ${name}.`);
  return found;
}

async function addCallers(): Promise<void> {
  const { client } = world.admin;
  await addChartRoles(client);
  await addRole(client, 'caller-impersonator', [{ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }]);
  const add = async (name: string, identity: CallerIdentity | undefined) => {
    const number = callers.size;
    const own = { plan: `plan-${number}`, provider: `provider-${number}`, unused: `unused-${number}` };
    callers.set(name, { ...own, identity });
    await world.addPlan(own.plan);
    const { metadata, ...rest } = await client.get(providers, { namespace: project, name: 'vcenter' });
    await client.create(providers, { ...rest, metadata: { namespace: metadata.namespace, name: own.provider } });
  };
  const users = new Map<string, { user: string; token: string }>();
  for (const [number, [name, roles]] of Object.entries(accounts).entries()) {
    const account = await newAccount(client, { namespace: 'other', name: `caller-${number}` });
    await bindUser(client, account.user, roles);
    users.set(name, account);
    await add(name, { token: account.token });
  }
  const tokenOf = (name: string) => users.get(name)?.token ?? '';
  const impersonate = { user: users.get('a viewer')?.user ?? '' };
  await add('who impersonates a viewer', { token: tokenOf('who may impersonate'), impersonate });
  await add('who may not impersonate, and does', { token: tokenOf('an administrator of the project'), impersonate });
  await add('who has no token', undefined);
  await add('who has an unknown token', { token: 'unknown' });
  const short = await newAccount(client, { namespace: 'other', name: 'short' }, 600);
  await bindUser(client, short.user, [{ role: 'admin', namespace: project }]);
  await add('whose token has ended', { token: short.token });
  await world.clock.advance(700_000);
}

beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  await addCallers();
  for (const namespace of ['other', 'prod']) {
    await world.admin.client.create(plans, {
      ...(await world.admin.client.get(plans, { namespace: project, name: 'plan-0' })),
      metadata: { namespace, name: 'elsewhere' },
    });
  }
  await world.settle();
});
afterAll(() => world.close());

function ask(method: string, path: string, { identity }: Caller, body?: object) {
  const headers: Record<string, string> = {};
  if (identity !== undefined) headers.authorization = `Bearer ${identity.token}`;
  if (identity?.impersonate !== undefined) headers['impersonate-user'] = identity.impersonate.user;
  return world.call(method, path, { as: 'nobody', headers, ...(body !== undefined && { body }) });
}

/** Of the API server itself, with the caller's own token. */
async function direct(who: Caller, call: DirectCall): Promise<DirectAnswer> {
  return who.identity === undefined ? 'unknown caller' : callDirectly(world.admin.as(who.identity), call);
}

const statuses = { allowed: 200, forbidden: 403, 'unknown caller': 401 } as const;

/** What the API server says of the first thing that it refuses. */
async function allowedDirectly(who: Caller, row: CallerRow): Promise<(typeof statuses)[DirectAnswer]> {
  for (const call of callsOf(row)) {
    const answer = await direct(who, call);
    if (answer !== 'allowed') return statuses[answer];
  }
  return 200;
}

const kept: readonly Resource[] = [plans, migrations, networkMaps, storageMaps, providers, secrets, namespaces];

async function everything(): Promise<string> {
  const lists = await Promise.all(kept.map((resource) => world.admin.client.list(resource)));
  return JSON.stringify(lists.map(({ items }) => items));
}

/** Refused because of what stands there, not because of who asks. */
const judged = new Set([200, 409]);

/** The namespaces whose objects of the kind the caller may list. */
async function readableIn(who: Caller, resource: Resource): Promise<string[]> {
  const all = (await world.admin.client.list(resource)).items.map(({ metadata }) => metadata.namespace ?? '');
  const found: string[] = [];
  for (const namespace of new Set(all))
    if ((await direct(who, { verb: 'list', resource, namespace })) === 'allowed') found.push(namespace);
  return found.sort();
}

const namespacesOf = (rows: readonly { namespace: string }[]) => [...new Set(rows.map((row) => row.namespace))].sort();

/** Each page that may be live, as it answers this caller over a connection of their own. */
async function livePages(who: Caller): Promise<Record<string, number>> {
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

/** Of a path, as a subscription hands them over. */
function partsOf(id: keyof typeof endpoints, path: string) {
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

describe.each(names)('%s', (name) => {
  it('is shown of all projects what they may list', async () => {
    const who = caller(name);
    const [planRows, providerRows, projects] = await Promise.all(
      ['/plans?limit=200', '/providers?limit=200', '/projects'].map((path) => ask('GET', path, who)),
    );
    const identity = await allowedDirectly(who, { path: '', takes: [] });
    expect([planRows?.status, providerRows?.status, projects?.status]).toEqual([identity, identity, identity]);
    if (identity !== 200) return;
    expect(namespacesOf(listPlans.answer.parse(planRows?.body).rows)).toEqual(await readableIn(who, plans));
    expect(namespacesOf(listProviders.answer.parse(providerRows?.body).rows)).toEqual(await readableIn(who, providers));
    const all = (await world.admin.client.list(namespaces)).items.map(({ metadata }) => metadata.name);
    const listed = listProjects.answer.parse(projects?.body).projects.map((project) => project.name);
    const mayListAll = (await direct(who, { verb: 'list', resource: namespaces })) === 'allowed';
    const mayListPlans = await Promise.all(
      all.map((namespace) => direct(who, { verb: 'list', resource: plans, namespace })),
    );
    expect(listed).toEqual(all.filter((_, index) => mayListAll || mayListPlans[index] === 'allowed').sort());
  });

  it('is told what they may as the API server tells it', async () => {
    const who = caller(name);
    const calls = (['get', 'list', 'create', 'patch', 'delete'] as const).flatMap((verb) =>
      [plans, migrations, providers, secrets].map((resource) => ({ verb, resource, namespace: project })),
    );
    const checks = calls.map(({ verb, resource: { group, plural }, namespace }) => ({
      ...{ verb, group, resource: plural, namespace },
    }));
    const { status, body } = await ask('POST', '/access-reviews', who, { checks });
    if (status !== 200) {
      expect(status).toBe(await allowedDirectly(who, { path: '', takes: [] }));
      return;
    }
    const answers = await Promise.all(calls.map((call) => direct(who, call)));
    expect(reviewAccess.answer.parse(body).allowed).toEqual(answers.map((answer) => answer === 'allowed'));
  });

  it('sees the same pages live', async () => {
    const who = caller(name);
    const { status } = await ask('POST', '/live-tickets', who, {});
    if (status !== 200) {
      expect(status).toBe(await allowedDirectly(who, { path: '', takes: [] }));
      return;
    }
    const live = await livePages(who);
    for (const id of liveEndpoints) expect(live[id], id).toBe(await allowedDirectly(who, callerRows(who)[id]));
  });

  it.each(ids)('does by %s only what the API server would let them do', async (id) => {
    const who = caller(name);
    const row = callerRows(who)[id];
    const expected = await allowedDirectly(who, row);
    const before = expected === 200 ? '' : await everything();
    const { method } = endpoints[id] as Endpoint;
    const { status, text } = await ask(method, row.path, who, row.body);
    if (expected === 200) expect(judged, text).toContain(status);
    else {
      expect(status, text).toBe(expected);
      expect(await everything()).toBe(before);
    }
    await world.settle();
  });
});

it('shows of a source nothing to who may read a plan and not its provider', async () => {
  const { client } = world.admin;
  await addRole(client, 'caller-plans', [
    { apiGroups: [plans.group], resources: [plans.plural], verbs: ['get', 'list', 'watch'] },
  ]);
  const { user, token } = await newAccount(client, { namespace: 'other', name: 'reader-of-plans' });
  await bindUser(client, user, [{ role: 'caller-plans', namespace: project }]);
  await world.addPlan('by-id', { vms: [{ id: 'vm-1002' }] });
  await world.settle();
  const reader = { identity: { token }, plan: 'by-id', provider: '', unused: '' };
  const { name } = world.source.vcenter.machines.get('vm-1002');
  const seesAs = async (who: Caller) => {
    const rows = callerRows({ ...who, plan: 'by-id' });
    const vm = { path: rows.getPlanVm.path.replace('vm-1001', 'vm-1002') };
    const pages = [rows.getPlan, rows.listPlanVms, vm, rows.planConsequences, rows.listPlans];
    const answers = await Promise.all(pages.map(({ path }) => ask('GET', path, who)));
    expect(answers.map(({ status }) => status)).toEqual(pages.map(() => 200));
    return answers.map(({ text }) => text).join('\n');
  };
  expect(await seesAs(caller('a viewer of all projects'))).toContain(name);
  expect(await seesAs(reader)).not.toContain(name);
  // And again for the other, whose page may have been made meanwhile.
  expect(await seesAs(caller('a viewer of all projects'))).toContain(name);
});
