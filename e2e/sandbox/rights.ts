import type { Manifest } from './bootstrap.ts';

/** Rights as a chart lists them. */
export interface RightsRule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names?: readonly string[];
  readonly verbs: readonly string[];
}

/** By the part of the service that needs them, and by the kind of person. */
export interface RightsList {
  readonly cluster: Readonly<Record<string, readonly RightsRule[]>>;
  /** In the namespace of the service alone. */
  readonly own: Readonly<Record<string, readonly RightsRule[]>>;
  readonly people: Readonly<Record<string, { readonly aggregate: string; readonly rules: readonly RightsRule[] }>>;
}

export interface RbacObject extends Manifest {
  readonly rules?: readonly object[];
  readonly roleRef?: object;
  readonly subjects?: readonly object[];
}

/** A service account. */
interface Account {
  readonly name: string;
  readonly namespace: string;
}

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;

function rulesOf(rules: readonly RightsRule[]) {
  return rules.map(({ groups, resources, names, verbs }) => ({
    apiGroups: groups,
    resources,
    ...(names !== undefined && { resourceNames: names }),
    verbs,
  }));
}

/** What the service's account is granted by the chart, wherever it does not depend on the platform. */
export function rightsOfService({ cluster, own }: RightsList, account: Account): RbacObject[] {
  const subjects = [{ kind: 'ServiceAccount', ...account }];
  const roleRef = (kind: string, name: string) => ({ apiGroup: group, kind, name });
  const named = (part: string) => `${account.name}:${part}`;
  const everywhere = Object.entries(cluster).flatMap(([part, rules]): RbacObject[] => {
    const metadata = { name: named(part) };
    return [
      { apiVersion, kind: 'ClusterRole', metadata, rules: rulesOf(rules) },
      { apiVersion, kind: 'ClusterRoleBinding', metadata, roleRef: roleRef('ClusterRole', named(part)), subjects },
    ];
  });
  const inOwn = Object.entries(own).flatMap(([part, rules]): RbacObject[] => {
    const metadata = { name: named(part), namespace: account.namespace };
    return [
      { apiVersion, kind: 'Role', metadata, rules: rulesOf(rules) },
      { apiVersion, kind: 'RoleBinding', metadata, roleRef: roleRef('Role', named(part)), subjects },
    ];
  });
  return [...everywhere, ...inOwn];
}

/** The chart's roles for people, which add themselves to those of the cluster. */
export function rolesOfPeople({ people }: RightsList): RbacObject[] {
  return Object.entries(people).map(([role, { aggregate, rules }]) => ({
    apiVersion,
    kind: 'ClusterRole',
    metadata: { name: `gantry-${role}`, labels: { [`${group}/aggregate-to-${aggregate}`]: 'true' } },
    rules: rulesOf(rules),
  }));
}
