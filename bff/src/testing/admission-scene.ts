import type { Hook } from '../api/generated/hook.ts';
import type { Migration } from '../api/generated/migration.ts';
import { plans, type Plan, type PlanSpec } from '../api/generated/plan.ts';
import { providers, type Provider, type ProviderSpec } from '../api/generated/provider.ts';
import { selfSubjectAccessReviews, type ResourceAttributes } from '../api/kinds/access.ts';
import type { Client } from '../kube/client.ts';
import { requesterOf } from '../platform/requester.ts';
import type { createPlan } from '../writers/create-plan.ts';
import { AdmittingCluster } from './admitting-cluster.ts';
import type { ApiServer } from './api-servers.ts';

const group = { apiVersion: 'forklift.konveyor.io/v1beta1' } as const;
const forklift = ['forklift.konveyor.io'];
const vcenter = { type: 'vsphere', url: 'https://vc.test/sdk' };

type Bundle = Parameters<typeof createPlan>[2];

/**
 * A team that shares a namespace, with a provider in a vault that only olga may read. mallory may write everything of
 * the team, and both may make machines in prod.
 */
export class AdmissionScene {
  readonly cluster: AdmittingCluster;
  /** Full names of the namespaces. */
  readonly vault: string;
  readonly team: string;
  readonly prod: string;
  readonly olga: Client;
  readonly mallory: Client;

  private constructor(cluster: AdmittingCluster, [vault, team, prod]: readonly [string, string, string]) {
    this.cluster = cluster;
    this.vault = vault;
    this.team = team;
    this.prod = prod;
    this.olga = cluster.as('olga', ['dev']);
    this.mallory = cluster.as('mallory');
  }

  static async start(server: ApiServer): Promise<AdmissionScene> {
    const cluster = await AdmittingCluster.start(server);
    const names = [
      await cluster.namespace('vault'),
      await cluster.namespace('team'),
      await cluster.namespace('prod'),
    ] as const;
    const scene = new AdmissionScene(cluster, names);
    await scene.#grant();
    await scene.#fill();
    return scene;
  }

  /** Of the vault's provider, unless told otherwise. */
  plan(name: string, spec: Partial<PlanSpec> = {}, annotations?: Record<string, string>): Plan {
    const { vault, team, prod } = this;
    return {
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
    };
  }

  /** The same plan as the console sends it. */
  bundle(name: string): Bundle {
    return {
      name,
      description: '',
      source: { name: 'vc', namespace: this.vault },
      target: { name: 'host', namespace: this.vault },
      targetProject: this.prod,
      type: 'cold',
      enableChangeTracking: false,
      guestConversion: 'convert',
      compatibilityDevices: true,
      targetPowerState: 'auto',
      startWhenReady: false,
      vms: [{ id: 'vm-1', name: 'one' }],
      networkMap: [],
      storageMap: [],
    };
  }

  migration(name: string, plan: string): Migration {
    const { team: namespace } = this;
    return { ...group, kind: 'Migration', metadata: { name, namespace }, spec: { plan: { namespace, name: plan } } };
  }

  provider(name: string, namespace: string, spec: ProviderSpec): Provider {
    return { ...group, kind: 'Provider', metadata: { name, namespace }, spec };
  }

  hook(name: string, spec: Hook['spec']): Hook {
    return { ...group, kind: 'Hook', metadata: { name, namespace: this.team }, spec };
  }

  /** Providers that everybody in the team may read. */
  get teamEnds(): PlanSpec['provider'] {
    const { team: namespace } = this;
    return { source: { name: 'open', namespace }, destination: { name: 'here', namespace } };
  }

  async #grant(): Promise<void> {
    const { cluster, vault, team, prod, olga, mallory } = this;
    for (const person of ['olga', 'mallory']) {
      await cluster.grant(person, team, [{ apiGroups: [...forklift, 'gantry.dev'], resources: ['*'], verbs: ['*'] }]);
      await cluster.grant(person, prod, [
        { apiGroups: ['kubevirt.io'], resources: ['virtualmachines'], verbs: ['create'] },
      ]);
    }
    await cluster.grant('olga', vault, [{ apiGroups: forklift, resources: ['providers'], verbs: ['get'] }]);
    const make = { group: 'kubevirt.io', resource: 'virtualmachines', verb: 'create', namespace: prod };
    for (const person of [olga, mallory]) await cluster.until('rights hold', () => isAllowed(person, make));
    const read = { group: 'forklift.konveyor.io', resource: 'providers', verb: 'get', namespace: vault };
    await cluster.until('olga may read the provider', () => isAllowed(olga, read));
  }

  async #fill(): Promise<void> {
    const { cluster, vault, team } = this;
    const { client } = cluster;
    const here = { type: 'openshift', url: '', secret: {} };
    const make = (namespace: string, name: string, spec: ProviderSpec) =>
      client.create(providers, this.provider(name, namespace, spec));
    await make(vault, 'vc', { ...vcenter, secret: { name: 'vc', namespace: vault } });
    await make(vault, 'host', here);
    await make(team, 'open', { ...vcenter, secret: { name: 'vc', namespace: team } });
    await make(team, 'here', here);
    await cluster.until('webhooks are called', async () => {
      const made = await client.create(plans, this.plan('probe'), { dryRun: 'All' });
      return requesterOf(made.metadata.annotations) !== undefined;
    });
  }
}

async function isAllowed(client: Client, resourceAttributes: ResourceAttributes): Promise<boolean | undefined> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: { name: '' } };
  const { status } = await client.create(selfSubjectAccessReviews, { ...review, spec: { resourceAttributes } });
  return status?.allowed;
}
