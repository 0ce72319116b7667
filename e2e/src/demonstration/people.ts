import type { Kind, StoredObject } from '@gantry/sandbox/operators/api/objects.ts';
import type { ApiClient } from '@gantry/sandbox/operators/api/client.ts';

/** Who may sign in at the demonstration's console. */
export interface Person {
  readonly name: 'admin' | 'viewer' | 'stranger';
  readonly password: string;
  readonly token: string;
}

interface Role extends StoredObject {
  rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
}
interface Binding extends StoredObject {
  roleRef: { apiGroup: string; kind: string; name: string };
  subjects: { apiGroup: string; kind: string; name: string }[];
}

const api = { apiVersion: 'rbac.authorization.k8s.io/v1', scope: 'Cluster' } as const;
const clusterRoles: Kind<Role> = { ...api, kind: 'ClusterRole', plural: 'clusterroles' };
const clusterRoleBindings: Kind<Binding> = { ...api, kind: 'ClusterRoleBinding', plural: 'clusterrolebindings' };

const readOnly = ['get', 'list', 'watch'];
const viewerRules: Role['rules'] = [
  { apiGroups: ['forklift.konveyor.io', 'gantry.dev'], resources: ['*'], verbs: readOnly },
  { apiGroups: ['kubevirt.io'], resources: ['virtualmachines', 'virtualmachineinstances'], verbs: readOnly },
  { apiGroups: [''], resources: ['namespaces'], verbs: readOnly },
];

/** Tokens by API server: the emulator's own, or those that the real server was started with. */
export function peopleOf(cluster: 'sandbox' | 'oracle'): readonly Person[] {
  const tokens =
    cluster === 'sandbox'
      ? { admin: 'admin-token', viewer: 'viewer-token', stranger: 'stranger-token' }
      : { admin: 'admin-token', viewer: 'alice-token', stranger: 'bob-token' };
  return (['admin', 'viewer', 'stranger'] as const).map((name) => ({ name, password: name, token: tokens[name] }));
}

const viewers = ['sandbox:viewers', 'dev'];

/** Lets the viewer read; the stranger gets nothing. */
export async function grantRights(client: ApiClient): Promise<void> {
  const name = 'gantry-demonstration-viewer';
  const group = 'rbac.authorization.k8s.io';
  await client.ensure(clusterRoles, { metadata: { name }, rules: viewerRules });
  await client.ensure(clusterRoleBindings, {
    metadata: { name },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name },
    subjects: viewers.map((viewer) => ({ apiGroup: group, kind: 'Group', name: viewer })),
  });
}
