import { hooks } from '../api/generated/hook.ts';
import { networkMaps, type NetworkMap } from '../api/generated/network-map.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { plans, type PlanSpec } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { serviceAccounts } from '../api/kinds/core.ts';
import type { CallerIdentity } from '../kube/cluster.ts';
import type { CallerObjects } from './caller-rows.ts';
import { addRole, bindUser, newAccount, type Bound } from './chart-people.ts';
import { hook } from './hooks.ts';
import { hostRef, project, vcenterRef } from './http-world.ts';
import type { MatrixWorld } from './matrix-world.ts';

export interface MatrixCaller extends CallerObjects {
  /** Absent = no token. */
  readonly identity: CallerIdentity | undefined;
}

const impersonator = 'caller-impersonator';
const machines = 'caller-machines';
const ofPlans = [
  { role: 'gantry-viewer', namespace: hostRef.namespace },
  { role: machines, namespace: 'prod' },
];

/** Who has an account at the cluster, with the cluster's own roles, to which the chart has added its. */
const accounts: Readonly<Record<string, readonly Bound[]>> = {
  'an administrator of the project': [{ role: 'admin', namespace: project }, ...ofPlans],
  'an editor': [{ role: 'edit', namespace: project }, ...ofPlans],
  'a viewer': [{ role: 'view', namespace: project }],
  'an administrator of another project': [{ role: 'admin', namespace: 'other' }],
  'a viewer of all projects': [{ role: 'view' }],
  'nobody in particular': [],
  'who may impersonate': [{ role: impersonator }],
};
const others = [
  'who impersonates a viewer',
  'who may not impersonate, and does',
  'who has no token',
  'who has an unknown token',
  'whose token has ended',
];

export const callerNames: readonly string[] = [...Object.keys(accounts), ...others];

export async function addPlan(
  { client }: MatrixWorld,
  namespace: string,
  name: string,
  change: Partial<PlanSpec> = {},
) {
  await client.create(plans, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Plan',
    metadata: { namespace, name },
    spec: {
      targetNamespace: 'prod',
      provider: { source: vcenterRef, destination: hostRef },
      map: { network: { namespace, name: 'net' }, storage: { namespace, name: 'disks' } },
      vms: [{ id: 'vm-1001', name: 'web-01' }],
      ...change,
    },
  });
}

export async function addMaps(
  { client }: MatrixWorld,
  namespace: string,
  name: string,
  map: NetworkMap['spec']['map'] = [],
): Promise<void> {
  const provider = { source: vcenterRef, destination: hostRef };
  const common = { apiVersion: 'forklift.konveyor.io/v1beta1', metadata: { namespace, name } } as const;
  await client.create(networkMaps, { ...common, kind: 'NetworkMap', spec: { provider, map } });
  await client.create(storageMaps, { ...common, kind: 'StorageMap', spec: { provider, map: [] } });
}

/** Every caller by name, each with a plan and a provider of their own. */
export async function addCallers(world: MatrixWorld): Promise<ReadonlyMap<string, MatrixCaller>> {
  const { client } = world;
  await addRole(client, impersonator, [{ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }]);
  await addRole(client, machines, [{ apiGroups: ['kubevirt.io'], resources: ['virtualmachines'], verbs: ['*'] }]);
  const callers = new Map<string, MatrixCaller>();
  const add = async (name: string, identity: CallerIdentity | undefined) => {
    const number = callers.size;
    const own = { plan: `plan-${number}`, provider: `provider-${number}`, unused: `unused-${number}` };
    callers.set(name, { ...own, identity });
    await addPlan(world, project, own.plan);
    await addMaps(world, project, own.plan);
    await client.create(hooks, { ...hook(own.plan), metadata: { namespace: project, name: own.plan } });
    const { apiVersion, kind, spec } = await client.get(providers, vcenterRef);
    await client.create(providers, { apiVersion, kind, metadata: { namespace: project, name: own.provider }, spec });
  };
  const users = new Map<string, { readonly user: string; readonly token: string }>();
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
  const ended = await newAccount(client, { namespace: 'other', name: 'ended' });
  await bindUser(client, ended.user, [{ role: 'admin', namespace: project }]);
  await client.delete(serviceAccounts, { namespace: 'other', name: 'ended' });
  await add('whose token has ended', { token: ended.token });
  return callers;
}
