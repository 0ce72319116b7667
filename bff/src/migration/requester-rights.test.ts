import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { hooks } from '../api/generated/hook.ts';
import type { Migration } from '../api/generated/migration.ts';
import type { Plan, PlanSpec } from '../api/generated/plan.ts';
import { providers, type ProviderSpec } from '../api/generated/provider.ts';
import type { ResourceAttributes, SubjectAccessReview } from '../api/kinds/access.ts';
import { requesterStamp } from '../platform/requester.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { notAllowed } from './requester-rights.ts';

const own = 'migrations';
const group = { apiVersion: 'forklift.konveyor.io/v1beta1' } as const;
const olga = { user: 'olga', uid: '7', groups: ['dev'] };
const mallory = { user: 'mallory', uid: '8', groups: [] };

function planOf(spec: Partial<PlanSpec> = {}, stamp: Record<string, string> = requesterStamp(olga)): Plan {
  const ref = (name: string) => ({ name, namespace: own });
  return {
    ...group,
    kind: 'Plan',
    metadata: { name: 'spring', namespace: own, annotations: stamp },
    spec: {
      targetNamespace: 'prod',
      provider: { source: ref('vc'), destination: ref('host') },
      map: { network: ref('net'), storage: ref('disks') },
      vms: [{ id: 'vm-1' }],
      ...spec,
    },
  };
}

function migrationOf(stamp: Record<string, string> = requesterStamp(olga)): Migration {
  return {
    ...group,
    kind: 'Migration',
    metadata: { name: 'one', namespace: own, annotations: stamp },
    spec: { plan: { name: 'spring', namespace: own } },
  };
}

let client: MemoryClient;
/** Who asked for what: `user verb resource namespace/name`. */
let asked: string[];

async function makeProvider(name: string, spec: ProviderSpec): Promise<void> {
  await client.create(providers, { ...group, kind: 'Provider', metadata: { name, namespace: own }, spec });
}

beforeEach(async () => {
  client = new MemoryClient(new VirtualClock());
  asked = [];
  client.refuse = (_verb, resource, object) => {
    if (resource.kind !== 'SubjectAccessReview') return;
    const { user, resourceAttributes: at = {} } = (object as SubjectAccessReview).spec;
    asked.push(`${user ?? ''} ${at.verb ?? ''} ${at.resource ?? ''} ${at.namespace ?? ''}/${at.name ?? ''}`);
  };
  await makeProvider('vc', { type: 'vsphere', url: 'https://vc.test/sdk', secret: { name: 'vc-creds' } });
  await makeProvider('host', { type: 'openshift', url: '', secret: {} });
  await client.create(hooks, {
    ...group,
    kind: 'Hook',
    metadata: { name: 'stop-db', namespace: own },
    spec: { image: 'quay.io/a/b', serviceAccount: 'runner', aap: { jobTemplateId: 1, tokenSecret: { name: 'aap' } } },
  });
});

const judge = (plan: Plan, migration = migrationOf(), settings = { trustRequesters: false }) =>
  notAllowed(client, { plan, migration }, settings);

const always = ['get providers migrations/vc', 'get providers migrations/host', 'create virtualmachines prod/'];
const hooked = [{ id: 'vm-1', hooks: [{ step: 'PreHook', hook: { name: 'stop-db' } }] }];

describe('what the requester must be allowed', () => {
  it.each<[string, Partial<PlanSpec>, string[]]>([
    ['a plain plan', {}, []],
    ['a service account', { serviceAccount: 'mover' }, ['impersonate serviceaccounts prod/mover']],
    [
      'a conversion image, which sees the credentials of the source',
      { virtV2vImage: 'quay.io/a/v2v' },
      ['create pods prod/', 'get secrets migrations/vc-creds'],
    ],
    ['scripts', { customizationScripts: { name: 'scripts', namespace: 'other' } }, ['get configmaps other/scripts']],
    ['keys of disks', { vms: [{ id: 'vm-1', luks: { name: 'keys' } }] }, ['get secrets migrations/keys']],
    [
      'a hook',
      { vms: hooked },
      [
        'get hooks migrations/stop-db',
        'create jobs migrations/',
        'impersonate serviceaccounts migrations/runner',
        'get secrets migrations/aap',
      ],
    ],
    [
      'a hook that runs as the account of the plan',
      { vms: [{ id: 'vm-1', hooks: [{ step: 'PreHook', hook: { name: 'not-there' } }] }], serviceAccount: 'mover' },
      [
        'impersonate serviceaccounts prod/mover',
        'impersonate serviceaccounts migrations/mover',
        'get hooks migrations/not-there',
      ],
    ],
  ])('of %s', async (_, spec, more) => {
    expect(await judge(planOf(spec))).toBeUndefined();
    expect(asked).toEqual([...always, ...more].map((what) => `olga ${what}`));
  });

  it('reads machines of the cluster itself by name, or all where there are many', async () => {
    const source = { name: 'host', namespace: own };
    const many = Array.from({ length: 21 }, (_, index) => ({ name: `vm-${index}`, namespace: 'many' }));
    const vms = [{ name: 'db', namespace: 'few' }, ...many];
    await judge(planOf({ provider: { source, destination: source }, vms }));
    expect(asked.slice(2)).toEqual(['olga get virtualmachines few/db', 'olga get virtualmachines many/']);
  });

  it('leaves machines of a remote cluster to that cluster', async () => {
    await makeProvider('far', { type: 'openshift', url: 'https://far.test:6443', secret: { name: 'far' } });
    const ends = { source: { name: 'vc', namespace: own }, destination: { name: 'far', namespace: own } };
    expect(await judge(planOf({ provider: ends }))).toBeUndefined();
    expect(asked).toEqual(['olga get providers migrations/vc', 'olga get providers migrations/far']);
  });
});

describe('who is asked for', () => {
  const deny = (user: string, resource: string) => {
    client.allows = (attributes: ResourceAttributes) =>
      !(asked.at(-1)?.startsWith(`${user} `) === true && attributes.resource === resource);
  };

  it('refuses by the name of the one that may not', async () => {
    deny('olga', 'virtualmachines');
    expect((await judge(planOf()))?.message).toBe(
      'olga may not create VMs in project prod. The source is not touched. Ask for the right, then retry.',
    );
  });

  it.each([
    ["another's plan that is run by who may", requesterStamp(mallory), requesterStamp(olga)],
    ['a good plan that is run by who may not', requesterStamp(olga), requesterStamp(mallory)],
  ])('refuses %s', async (_, plan, migration) => {
    deny('mallory', 'providers');
    expect((await judge(planOf({}, plan), migrationOf(migration)))?.message).toContain(
      'mallory may not read provider vc in project migrations',
    );
  });

  it('asks once where both are the same', async () => {
    await judge(planOf());
    expect(asked).toHaveLength(always.length);
  });
});

describe('without a requester', () => {
  const here = { targetNamespace: own };
  it.each<[string, Partial<PlanSpec>, Record<string, string>, Record<string, string>, string | undefined]>([
    ['all in its own namespace', here, {}, {}, undefined],
    ['a target elsewhere', {}, {}, {}, 'A migration that names no requester may not create VMs in project prod'],
    ['only the plan unnamed', {}, {}, requesterStamp(olga), 'A plan that names no requester may not create VMs'],
    ['only the run unnamed', {}, requesterStamp(olga), {}, 'A migration that names no requester may not create VMs'],
    ['a service account', { ...here, serviceAccount: 'root' }, {}, {}, 'use service account root'],
    ['an image', { ...here, virtV2vImage: 'quay.io/evil/v2v' }, {}, {}, 'choose a conversion image'],
    ['the account of a hook', { ...here, vms: hooked }, {}, {}, "run a hook's image"],
    ['keys', { ...here, vms: [{ id: 'vm-1', luks: { name: 'keys' } }] }, {}, {}, 'read secret keys'],
    [
      'maps elsewhere',
      { ...here, map: { network: { name: 'net', namespace: 'other' }, storage: {} } },
      {},
      {},
      'use maps in project other',
    ],
  ])('%s', async (_, spec, plan, migration, words) => {
    const message = (await judge(planOf(spec, plan), migrationOf(migration)))?.message;
    if (words === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(words);
  });

  it('counts as an administrator where that is said', async () => {
    expect(await judge(planOf({}, {}), migrationOf({}), { trustRequesters: true })).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
