import { readManifests } from '@gantry/sandbox/bootstrap.ts';
import { rolesOfPeople, type RightsList } from '@gantry/sandbox/rights.ts';
import { serviceAccounts } from '../api/kinds/core.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import type { Client } from '../kube/client.ts';

const charts = new URL('../../../charts/gantry/files', import.meta.url).pathname;
const group = 'rbac.authorization.k8s.io';

interface RbacKind extends KubeObject {
  readonly rules?: readonly object[];
  readonly roleRef?: object;
  readonly subjects?: readonly object[];
}

function kind(name: string, scope: 'Cluster' | 'Namespaced'): Resource<RbacKind> {
  return { group, version: 'v1', kind: name, plural: `${name.toLowerCase()}s`, scope };
}
const clusterRoles = kind('ClusterRole', 'Cluster');
const bindings = {
  RoleBinding: kind('RoleBinding', 'Namespaced'),
  ClusterRoleBinding: kind('ClusterRoleBinding', 'Cluster'),
};

/** The chart's roles for people, added to the cluster's own by their labels. */
export async function addChartRoles(client: Client): Promise<void> {
  const files = await readManifests(charts);
  const list = files.find((file) => 'people' in file) as unknown as RightsList;
  for (const role of rolesOfPeople(list)) await client.create(clusterRoles, role);
}

export interface Bound {
  readonly role: string;
  /** Absent = everywhere. */
  readonly namespace?: string;
}

/** Gives a user cluster roles. */
export async function bindUser(client: Client, user: string, roles: readonly Bound[]): Promise<void> {
  for (const { role, namespace } of roles) {
    const kindName = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
    const name = `${user.replaceAll(':', '.')}-${role}`;
    await client.create(bindings[kindName], {
      apiVersion: `${group}/v1`,
      kind: kindName,
      metadata: { name, ...(namespace !== undefined && { namespace }) },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: role },
      subjects: [{ apiGroup: group, kind: 'User', name: user }],
    });
  }
}

/** A cluster role of the test's own. */
export async function addRole(client: Client, name: string, rules: readonly object[]): Promise<void> {
  await client.create(clusterRoles, { apiVersion: `${group}/v1`, kind: 'ClusterRole', metadata: { name }, rules });
}

interface TokenRequest extends KubeObject {
  readonly spec: { readonly expirationSeconds: number };
  readonly status?: { readonly token: string };
}

/** A token of a new account, as the API server gives it, and the name by which the server knows its owner. */
export async function newAccount(
  client: Client,
  key: { readonly namespace: string; readonly name: string },
  expirationSeconds = 86_400,
): Promise<{ readonly user: string; readonly token: string }> {
  const { namespace, name } = key;
  await client.create(serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: key });
  // A subresource that is posted to.
  const { group: core, version, scope } = serviceAccounts;
  const tokens: Resource<TokenRequest> = {
    ...{ group: core, version, scope },
    plural: `serviceaccounts/${name}/token`,
    kind: 'TokenRequest',
  };
  const { status } = await client.create(tokens, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name, namespace },
    spec: { expirationSeconds },
  });
  if (status === undefined) throw new Error('There is no token.');
  return { user: `system:serviceaccount:${namespace}:${name}`, token: status.token };
}
