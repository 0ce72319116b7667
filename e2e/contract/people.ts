import type { Api } from './api.ts';
import { rbac } from './fixtures.ts';

type Rule = Readonly<Record<string, readonly string[]>>;

const group = 'rbac.authorization.k8s.io';

export const clusterRbac = (plural: string, name?: string) =>
  `/apis/${group}/v1/${plural}${name === undefined ? '' : `/${name}`}`;

/** A user that only the calling case knows, and how to act as it. */
export function stranger(api: Api, groups: readonly string[] = []): { user: string; headers: Record<string, string> } {
  const user = api.unique('user');
  const [first] = groups;
  return {
    user,
    headers: { 'impersonate-user': user, ...(first === undefined ? {} : { 'impersonate-group': first }) },
  };
}

interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  readonly namespace?: string;
}

export const user = (name: string): Subject => ({ kind: 'User', name });

/** Gives a subject rights within a namespace. Rights take a moment to hold. */
export async function allow(api: Api, namespace: string, subject: Subject, rules: readonly Rule[]): Promise<string> {
  const name = api.unique('role');
  await api.make(rbac(namespace, 'roles'), { metadata: { name }, rules });
  await bind(api, namespace, subject, { kind: 'Role', name });
  return name;
}

export async function bind(
  api: Api,
  namespace: string,
  subject: Subject,
  role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string },
): Promise<string> {
  const name = api.unique('binding');
  const subjects = [subject.kind === 'ServiceAccount' ? subject : { apiGroup: group, ...subject }];
  await api.make(rbac(namespace, 'rolebindings'), {
    metadata: { name },
    roleRef: { apiGroup: group, ...role },
    subjects,
  });
  return name;
}

export async function bindEverywhere(api: Api, subject: Subject, clusterRole: string): Promise<string> {
  const name = api.unique('binding');
  await api.make(clusterRbac('clusterrolebindings'), {
    metadata: { name },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: clusterRole },
    subjects: [{ apiGroup: group, ...subject }],
  });
  return name;
}

/** Waits until a request answers a status, for rights that spread a moment after they are given. */
export async function answers(
  status: number,
  what: string,
  api: Api,
  path: string,
  headers: Record<string, string>,
): Promise<void> {
  await api.eventually(
    `${what} answers ${status}`,
    () => api.get(path, { headers }),
    (answer) => answer.status === status,
  );
}
