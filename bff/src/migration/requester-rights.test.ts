import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { hooks } from '../api/generated/hook.ts';
import type { Migration } from '../api/generated/migration.ts';
import type { Plan, PlanSpec } from '../api/generated/plan.ts';
import { providers, type ProviderSpec } from '../api/generated/provider.ts';
import type { ResourceAttributes, SubjectAccessReview } from '../api/kinds/access.ts';
import { secrets } from '../api/kinds/core.ts';
import { requesterAnnotation, requesterStamp, type Requester } from '../platform/requester.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { notAllowed } from './requester-rights.ts';
import { signedStamp, type Stamped } from './stamps/signed-stamp.ts';
import { stampKeysName } from './stamps/stamp-keys.ts';

const own = 'migrations';
const group = { apiVersion: 'forklift.konveyor.io/v1beta1' } as const;
const olga = { user: 'olga', uid: '7', groups: ['dev'] };
const mallory = { user: 'mallory', uid: '8', groups: [] };

const key = { id: '2026-01-01', secret: Buffer.alloc(32, 1) };

/** Whom the stamp names, or the annotations as they are. */
type Stamp = Requester | Record<string, string>;

function stamped<T extends Stamped>(object: T, stamp: Stamp): T {
  const isForged = !('user' in stamp) || typeof stamp.user !== 'string';
  const annotations = isForged ? stamp : { [requesterAnnotation]: signedStamp(stamp as Requester, object, key) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function planOf(spec: Partial<PlanSpec> = {}, stamp: Stamp = olga): Plan {
  const ref = (name: string) => ({ name, namespace: own });
  const plan: Plan = {
    ...group,
    kind: 'Plan',
    metadata: { name: 'spring', namespace: own },
    spec: {
      targetNamespace: 'prod',
      provider: { source: ref('vc'), destination: ref('host') },
      map: { network: ref('net'), storage: ref('disks') },
      vms: [{ id: 'vm-1' }],
      ...spec,
    },
  };
  return stamped(plan, stamp);
}

function migrationOf(stamp: Stamp = olga): Migration {
  const migration: Migration = {
    ...group,
    kind: 'Migration',
    metadata: { name: 'one', namespace: own },
    spec: { plan: { name: 'spring', namespace: own } },
  };
  return stamped(migration, stamp);
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
  await client.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: stampKeysName, namespace: 'gantry' },
    data: { [key.id]: key.secret.toString('base64') },
  });
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
  notAllowed({ client, serviceNamespace: 'gantry', settings }, { plan, migration });

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
    ["another's plan that is run by who may", mallory, olga],
    ['a good plan that is run by who may not', olga, mallory],
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
  it.each<[string, Partial<PlanSpec>, Stamp, Stamp, string | undefined]>([
    ['all in its own namespace', here, {}, {}, undefined],
    ['a target elsewhere', {}, {}, {}, 'A migration that names no requester may not create VMs in project prod'],
    ['only the plan unnamed', {}, {}, olga, 'A plan that names no requester may not create VMs'],
    ['only the run unnamed', {}, olga, {}, 'A migration that names no requester may not create VMs'],
    [
      'a plan whose stamp nobody signed',
      {},
      requesterStamp(olga),
      olga,
      'A plan whose requester is not proven (who may do what it asks for, claims it by: kubectl annotate plan spring gantry.dev/requester=me --overwrite) may not create VMs in project prod',
    ],
    [
      'a run with the stamp of another',
      {},
      olga,
      planOf().metadata.annotations ?? {},
      'A migration whose requester is',
    ],
    ['a stamp that nobody signed, all in its own namespace', here, requesterStamp(olga), olga, undefined],
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

  it('a stamp that nobody signed is believed where that is said', async () => {
    client.allows = () => false;
    const [plan, migration] = [planOf({}, requesterStamp(mallory)), migrationOf(requesterStamp(mallory))];
    expect((await judge(plan, migration, { trustRequesters: true }))?.message).toContain('mallory may not');
  });

  it('counts as an administrator where that is said', async () => {
    expect(await judge(planOf({}, {}), migrationOf({}), { trustRequesters: true })).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
