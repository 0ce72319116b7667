import { readFile } from 'node:fs/promises';
import { SandboxCluster } from '@gantry/sandbox/cluster/sandbox-cluster.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hooks, type Hook } from '../api/generated/hook.ts';
import { hosts } from '../api/generated/host.ts';
import { migrations, type Migration } from '../api/generated/migration.ts';
import { plans, type Plan, type PlanSpec } from '../api/generated/plan.ts';
import { providers, type Provider, type ProviderSpec } from '../api/generated/provider.ts';
import { virtualMachineMigrations, type VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { selfSubjectAccessReviews, type ResourceAttributes } from '../api/kinds/access.ts';
import { secrets } from '../api/kinds/core.ts';
import { keyOf, type KubeObject } from '../api/resource.ts';
import type { Client } from '../kube/client.ts';
import { systemClock } from '../platform/clock.ts';
import { requesterAnnotation, requesterOf } from '../platform/requester.ts';
import { AdmittingCluster, type ApiServer } from '../testing/admitting-cluster.ts';
import { machineRun } from '../testing/machine-run.ts';
import { createPlan } from '../writers/create-plan.ts';

interface Server extends ApiServer {
  close(): Promise<void>;
}

async function startSandbox(): Promise<Server> {
  const server = new SandboxCluster({ clock: systemClock, seed: 1 });
  const listener = await new SocketNetwork().listen(server.handle, { host: '127.0.0.1', port: 0 });
  const close = async () => {
    server.close();
    await listener.close();
  };
  return { url: listener.url, token: 'admin-token', tls: {}, close };
}

const { GANTRY_ORACLE_URL: url, GANTRY_ORACLE_TOKEN: token = 'admin-token', GANTRY_ORACLE_CA: ca } = process.env;

async function useOracle(): Promise<Server> {
  const tls = ca === undefined ? ({ trust: 'skip' } as const) : { ca: await readFile(ca, 'utf8') };
  return { url: url ?? '', token, tls, close: () => Promise.resolve() };
}

const servers = [
  { name: 'the sandbox cluster', open: startSandbox, missing: false },
  // Where GANTRY_ORACLE_URL names one; _CA is a file.
  { name: 'a real API server', open: useOracle, missing: url === undefined },
];

const group = { apiVersion: 'forklift.konveyor.io/v1beta1' } as const;
const forklift = ['forklift.konveyor.io'];
const all = ['*'];

describe.each(servers)('admission and $name', ({ open, missing }) => {
  if (missing) {
    it.skip('not run: GANTRY_ORACLE_URL is not set');
    return;
  }
  let server: Server;
  let cluster: AdmittingCluster;
  /** Where the provider is, where people write plans, where machines shall run. */
  let [vault, team, prod] = ['', '', ''];
  let olga: Client;
  let mallory: Client;

  const planOf = (name: string, spec: Partial<PlanSpec> = {}, annotations?: Record<string, string>): Plan => ({
    ...group,
    kind: 'Plan',
    metadata: { name, namespace: team, ...(annotations && { annotations }) },
    spec: {
      targetNamespace: prod,
      provider: { source: { name: 'vc', namespace: vault }, destination: { name: 'host', namespace: vault } },
      map: { network: { name: 'net', namespace: team }, storage: { name: 'disks', namespace: team } },
      vms: [{ id: 'vm-1' }],
      ...spec,
    },
  });
  const migrationOf = (name: string, plan: string): Migration => ({
    ...group,
    kind: 'Migration',
    metadata: { name, namespace: team },
    spec: { plan: { name: plan, namespace: team } },
  });
  const providerOf = (name: string, namespace: string, spec: ProviderSpec): Provider => ({
    ...group,
    kind: 'Provider',
    metadata: { name, namespace },
    spec,
  });
  const hookOf = (name: string, spec: Hook['spec']): Hook => ({
    ...group,
    kind: 'Hook',
    metadata: { name, namespace: team },
    spec,
  });
  /** Providers that everybody in the team may read. */
  const teamEnds = () => ({
    source: { name: 'open', namespace: team },
    destination: { name: 'here', namespace: team },
  });
  const may = (client: Client, resourceAttributes: ResourceAttributes) => async () => {
    const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: { name: '' } };
    const { status } = await client.create(selfSubjectAccessReviews, { ...review, spec: { resourceAttributes } });
    return status?.allowed;
  };

  beforeAll(async () => {
    server = await open();
    cluster = await AdmittingCluster.start(server);
    vault = await cluster.namespace('vault');
    team = await cluster.namespace('team');
    prod = await cluster.namespace('prod');
    olga = cluster.as('olga', ['dev']);
    mallory = cluster.as('mallory');
    const kubevirt = ['kubevirt.io'];
    for (const person of ['olga', 'mallory']) {
      await cluster.grant(person, team, [{ apiGroups: [...forklift, 'gantry.dev'], resources: all, verbs: all }]);
      await cluster.grant(person, prod, [{ apiGroups: kubevirt, resources: ['virtualmachines'], verbs: ['create'] }]);
    }
    await cluster.grant('olga', vault, [{ apiGroups: forklift, resources: ['providers'], verbs: ['get'] }]);
    const attributes = { group: 'kubevirt.io', resource: 'virtualmachines', verb: 'create', namespace: prod };
    for (const person of [olga, mallory]) await cluster.until('rights hold', may(person, attributes));
    const read = { group: 'forklift.konveyor.io', resource: 'providers', verb: 'get', namespace: vault };
    await cluster.until('olga may read the provider', may(olga, read));
    const vcenter = { type: 'vsphere', url: 'https://vc.test/sdk' };
    const here = { type: 'openshift', url: '', secret: {} };
    const { client } = cluster;
    await client.create(providers, providerOf('vc', vault, { ...vcenter, secret: { name: 'vc', namespace: vault } }));
    await client.create(providers, providerOf('host', vault, here));
    await client.create(providers, providerOf('open', team, { ...vcenter, secret: { name: 'vc', namespace: team } }));
    await client.create(providers, providerOf('here', team, here));
    await cluster.until('webhooks are called', async () => {
      const made = await client.create(plans, planOf('probe'), { dryRun: 'All' });
      return requesterOf(made.metadata.annotations) !== undefined;
    });
  });
  afterAll(async () => {
    await cluster.stop();
    await server.close();
  });

  describe('who asked', () => {
    const stampOf = ({ metadata }: KubeObject) => requesterOf(metadata.annotations)?.user;

    it('is whoever creates, whatever the object says', async () => {
      const forged = { [requesterAnnotation]: JSON.stringify({ user: 'admin', uid: '', groups: ['system:masters'] }) };
      const plan = await olga.create(plans, planOf('forged', {}, forged));
      expect(requesterOf(plan.metadata.annotations)).toMatchObject({ user: 'olga' });
      expect(requesterOf(plan.metadata.annotations)?.groups).toContain('dev');
      const run = await olga.create(migrations, migrationOf('forged', 'forged'));
      expect(stampOf(run)).toBe('olga');
    });

    it('stays with labels, status and a manifest that does not know of it', async () => {
      const plan = await olga.create(plans, planOf('stays'));
      const { client } = cluster;
      const labelled = await client.mergePatch(plans, keyOf(plan), { metadata: { labels: { a: 'b' } } });
      expect(stampOf(labelled)).toBe('olga');
      const status = { observedGeneration: 1 };
      const annotations = { [requesterAnnotation]: '{"user":"admin"}' };
      const judged = await cluster.service.mergePatch(
        plans,
        keyOf(plan),
        { status, metadata: { annotations } },
        { subresource: 'status' },
      );
      expect([stampOf(judged), judged.status?.observedGeneration]).toEqual(['olga', 1]);
      const { resourceVersion } = judged.metadata;
      const bare = planOf('stays');
      const applied = await client.update(plans, { ...bare, metadata: { ...bare.metadata, resourceVersion } });
      expect(stampOf(applied)).toBe('olga');
    });

    it('becomes whoever changes what is wanted, or claims the object', async () => {
      const plan = await olga.create(plans, planOf('changes'));
      const key = keyOf(plan);
      const { client } = cluster;
      expect(stampOf(await client.mergePatch(plans, key, { spec: { description: 'x' } }))).toBe('admin');
      const forged = { metadata: { annotations: { [requesterAnnotation]: '{"user":"mallory"}' } } };
      expect(stampOf(await olga.mergePatch(plans, key, forged))).toBe('olga');
    });

    it('is whoever asked the service, which writes with their token', async () => {
      const identity = { user: 'olga', uid: '', groups: ['dev'] };
      const { plan } = await createPlan({ client: olga, ...identity }, team, bundle('by-console'));
      expect(stampOf(plan)).toBe('olga');
    });
  });

  const bundle = (name: string): Parameters<typeof createPlan>[2] => ({
    name,
    description: '',
    source: { name: 'vc', namespace: vault },
    target: { name: 'host', namespace: vault },
    targetProject: prod,
    guestConversion: 'convert',
    compatibilityDevices: true,
    targetPowerState: 'auto',
    startWhenReady: false,
    vms: [{ id: 'vm-1', name: 'one' }],
    networkMap: [],
    storageMap: [],
  });

  describe('a user without rights on a provider', () => {
    const hooked = [{ id: 'vm-1', hooks: [{ step: 'PreHook', hook: { name: 'hers' } }] }];
    const provider = () => `may not read provider vc in project ${vault}`;
    const seen = async () => {
      const kinds = [plans, migrations, hooks, hosts, providers] as const;
      const lists = await Promise.all(kinds.map((kind) => cluster.client.list<KubeObject>(kind, { namespace: team })));
      return lists.flatMap(({ items }) =>
        items.map(({ kind, metadata }) => [kind, metadata.name, metadata.resourceVersion]),
      );
    };

    beforeAll(async () => {
      await olga.create(plans, planOf('olgas'));
      await cluster.client.create(hooks, hookOf('hers', { image: 'quay.io/a/hook', serviceAccount: 'root' }));
    });

    it.each<[string, () => Promise<unknown>, () => string]>([
      ['creates a plan', () => mallory.create(plans, planOf('mine')), provider],
      [
        'creates one by the console',
        () => createPlan({ client: mallory, user: 'mallory', uid: '', groups: [] }, team, bundle('mine')),
        provider,
      ],
      [
        'has GitOps apply a manifest with the stamp of another',
        async () => {
          const { metadata } = await olga.get(plans, { name: 'olgas', namespace: team });
          await mallory.create(plans, planOf('mine', {}, metadata.annotations));
        },
        provider,
      ],
      [
        'has GitOps apply over the plan of another',
        async () => {
          const { metadata } = await olga.get(plans, { name: 'olgas', namespace: team });
          await mallory.update(plans, { ...planOf('olgas', { vms: [{ id: 'vm-2' }] }), metadata });
        },
        provider,
      ],
      [
        'edits the plan of another',
        () => mallory.mergePatch(plans, { name: 'olgas', namespace: team }, { spec: { vms: [{ id: 'vm-2' }] } }),
        provider,
      ],
      [
        'claims the plan of another',
        () =>
          mallory.mergePatch(
            plans,
            { name: 'olgas', namespace: team },
            { metadata: { annotations: { [requesterAnnotation]: '{"user":"olga"}' } } },
          ),
        provider,
      ],
      ['runs the plan of another', () => mallory.create(migrations, migrationOf('mine', 'olgas')), provider],
      [
        "uses a plan's service account",
        () => mallory.create(plans, planOf('mine', { provider: teamEnds(), serviceAccount: 'root' })),
        () => `may not use service account root in project ${prod}`,
      ],
      [
        "uses a hook's service account",
        () => mallory.create(hooks, hookOf('mine', { serviceAccount: 'root' })),
        () => `may not use service account root in project ${team}`,
      ],
      [
        'changes the image of a hook',
        () => mallory.mergePatch(hooks, { name: 'hers', namespace: team }, { spec: { image: 'quay.io/evil/hook' } }),
        () => `may not run a hook's image in project ${team}`,
      ],
      [
        'names the hook of another',
        () => mallory.create(plans, planOf('mine', { provider: teamEnds(), vms: hooked })),
        () => `may not run a hook's image in project ${team}`,
      ],
      [
        'chooses the image that sees the credentials',
        () => mallory.create(plans, planOf('mine', { provider: teamEnds(), virtV2vImage: 'quay.io/evil/v2v' })),
        () => `may not choose a conversion image in project ${prod}`,
      ],
      [
        'names scripts of others',
        () =>
          mallory.create(
            plans,
            planOf('mine', { provider: teamEnds(), customizationScripts: { name: 'scripts', namespace: vault } }),
          ),
        () => `may not read config map scripts in project ${vault}`,
      ],
      [
        'names keys of others',
        () =>
          mallory.create(
            plans,
            planOf('mine', { provider: teamEnds(), vms: [{ id: 'vm-1', luks: { name: 'keys', namespace: vault } }] }),
          ),
        () => `may not read secret keys in project ${vault}`,
      ],
      [
        'makes a provider that sends a Secret of others to herself',
        () =>
          mallory.create(
            providers,
            providerOf('mine', team, {
              type: 'vsphere',
              url: 'https://evil.test/sdk',
              secret: { name: 'vc', namespace: vault },
            }),
          ),
        () => `may not read secret vc in project ${vault}`,
      ],
      [
        'moves a provider to herself',
        () => mallory.mergePatch(providers, { name: 'open', namespace: team }, { spec: { url: 'https://evil.test' } }),
        () => `may not read secret vc in project ${team}`,
      ],
      [
        'makes a host that sends a Secret to herself',
        () =>
          mallory.create(hosts, {
            ...group,
            kind: 'Host',
            metadata: { name: 'mine', namespace: team },
            spec: { id: 'host-1', ipAddress: '198.51.100.1', provider: teamEnds().source, secret: { name: 'esx' } },
          }),
        () => `may not read secret esx in project ${team}`,
      ],
    ])('is refused who %s', async (_, act, words) => {
      const before = await seen();
      await expect(act()).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining(`denied the request: mallory ${words()}`) as string,
      });
      expect(await seen()).toEqual(before);
    });

    it('may label, stop and delete what is there', async () => {
      const key = { name: 'olgas', namespace: team };
      const run = await olga.create(migrations, migrationOf('olgas', 'olgas'));
      await mallory.mergePatch(migrations, keyOf(run), { spec: { cancel: [{ id: 'vm-1' }] } });
      await mallory.mergePatch(plans, key, { metadata: { labels: { seen: 'by-mallory' } } });
      await mallory.mergePatch(plans, key, { spec: { archived: true } });
      await mallory.delete(plans, key);
      expect(await cluster.client.find(plans, key)).toBeUndefined();
    });
  });

  it('fills in what clients of MTV expect', async () => {
    const { client } = cluster;
    const vcenter = await client.create(
      providers,
      providerOf('defaults', team, { type: 'vsphere', url: 'https://vc.test/sdk', secret: { name: 'vc' } }),
    );
    expect(vcenter.spec.settings).toEqual({ sdkEndpoint: 'vcenter' });
    const network = { 'forklift.konveyor.io/defaultTransferNetwork': 'default/fast' };
    await client.mergePatch(providers, { name: 'here', namespace: team }, { metadata: { annotations: network } });
    const plan = await client.create(plans, planOf('defaults', { provider: teamEnds() }));
    expect(plan.spec.transferNetwork).toEqual({ namespace: 'default', name: 'fast' });
    expect(plan.metadata.annotations?.populatorLabels).toBe('True');
    const secretOf = (name: string, labels: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: team, labels },
      stringData: { user: 'a' },
    });
    const marked = await client.create(secrets, secretOf('marked', { createdForResourceType: 'providers' }));
    expect(Buffer.from(marked.data?.insecureSkipVerify ?? '', 'base64').toString()).toBe('false');
    const others = await client.create(secrets, secretOf('others', {}));
    expect(Object.keys(others.data ?? {})).toEqual(['user']);
  });

  describe('what runs', () => {
    const { status: running, ...draft } = machineRun();
    const runOf = (name: string, finalizers: string[] = ['gantry.dev/source']): VirtualMachineMigration => ({
      ...draft,
      metadata: { name, namespace: team, finalizers },
    });
    const refused = {
      status: 403,
      message: expect.stringContaining('may not write machine runs: only Gantry does') as string,
    };

    it('is written by the service only, whatever rights others have', async () => {
      const { client, service } = cluster;
      await expect(client.create(virtualMachineMigrations, runOf('theirs'))).rejects.toMatchObject(refused);
      const key = keyOf(await service.create(virtualMachineMigrations, runOf('ours')));
      await service.mergePatch(virtualMachineMigrations, key, { status: running }, { subresource: 'status' });
      const edits: [object, { subresource?: 'status' }?][] = [
        [{ spec: { grants: [{ stage: 'copy', round: 1 }] } }],
        [{ metadata: { finalizers: [] } }],
        [{ status: { state: 'Ended' } }, { subresource: 'status' }],
      ];
      for (const [patch, options] of edits) {
        const edit = olga.mergePatch(virtualMachineMigrations, key, { ...patch }, options);
        await expect(edit, JSON.stringify(patch)).rejects.toMatchObject(refused);
      }
      const labelled = await olga.mergePatch(virtualMachineMigrations, key, { metadata: { labels: { a: 'b' } } });
      expect([labelled.metadata.labels, labelled.status]).toEqual([{ a: 'b' }, running]);
      await service.mergePatch(virtualMachineMigrations, key, { metadata: { finalizers: [] } });
    });
  });

  it('the service gone, nothing is asked for that nobody judged, and what it needs goes on', async () => {
    const { client, service } = cluster;
    const plan = await olga.create(plans, planOf('before'));
    const provider = { name: 'vc', namespace: vault };
    await cluster.silence();
    const failed = { status: 500, message: expect.stringContaining('failed calling webhook') as string };
    await expect(client.create(plans, planOf('after'))).rejects.toMatchObject(failed);
    await expect(client.create(migrations, migrationOf('after', 'before'))).rejects.toMatchObject(failed);
    await expect(client.mergePatch(plans, keyOf(plan), { spec: { warm: true } })).rejects.toMatchObject(failed);
    await service.mergePatch(plans, keyOf(plan), { status: { observedGeneration: 1 } }, { subresource: 'status' });
    await service.mergePatch(providers, provider, { metadata: { finalizers: ['gantry.dev/in-use'] } });
    await service.mergePatch(providers, provider, { metadata: { finalizers: [] } });
    const metadata = { name: 'late', namespace: team, labels: { createdForResourceType: 'providers' } };
    await client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata });
    await client.delete(plans, keyOf(plan));
    expect(await client.find(plans, keyOf(plan))).toBeUndefined();
  });
});
