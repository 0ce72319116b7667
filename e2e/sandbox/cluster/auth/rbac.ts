import type { JsonObject } from '../json.ts';
import { objectAt, objectsAt, textAt, textsAt } from '../json.ts';
import type { Store } from '../store.ts';
import type { Caller } from './caller.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';
const collections = {
  roles: `${RBAC_GROUP}/roles`,
  clusterRoles: `${RBAC_GROUP}/clusterroles`,
  roleBindings: `${RBAC_GROUP}/rolebindings`,
  clusterRoleBindings: `${RBAC_GROUP}/clusterrolebindings`,
};

/** A question to the authorizer: about a resource, or about a path. */
export interface Attributes {
  readonly verb: string;
  readonly group?: string;
  readonly version?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly path?: string;
}

export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
  /** The binding that gives it, in words. */
  readonly source?: string;
}

export function readRule(json: JsonObject): Rule {
  return {
    verbs: textsAt(json, 'verbs'),
    apiGroups: textsAt(json, 'apiGroups'),
    resources: textsAt(json, 'resources'),
    resourceNames: textsAt(json, 'resourceNames'),
    nonResourceURLs: textsAt(json, 'nonResourceURLs'),
  };
}

function pathMatches(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
}

export function ruleAllows(rule: Rule, ask: Attributes): boolean {
  if (!rule.verbs.includes('*') && !rule.verbs.includes(ask.verb)) return false;
  if (ask.path !== undefined) {
    const { path } = ask;
    return rule.nonResourceURLs.some((pattern) => pathMatches(pattern, path));
  }
  const resource = ask.resource ?? '';
  const full = ask.subresource === undefined || ask.subresource === '' ? resource : `${resource}/${ask.subresource}`;
  const named = rule.resources.some(
    (entry) => entry === '*' || entry === full || (full !== resource && entry === `*/${ask.subresource ?? ''}`),
  );
  return (
    named &&
    (rule.apiGroups.includes('*') || rule.apiGroups.includes(ask.group ?? '')) &&
    (rule.resourceNames.length === 0 || (ask.name !== undefined && rule.resourceNames.includes(ask.name)))
  );
}

function subjectIs(subject: JsonObject, caller: Caller, bindingNamespace: string | undefined): boolean {
  const name = textAt(subject, 'name') ?? '';
  switch (textAt(subject, 'kind')) {
    case 'User':
      return caller.user === name;
    case 'Group':
      return caller.groups.includes(name);
    case 'ServiceAccount':
      return caller.user === `system:serviceaccount:${textAt(subject, 'namespace') ?? bindingNamespace ?? ''}:${name}`;
    default:
      return false;
  }
}

/** Role-based access as the cluster's roles and bindings say it. */
export class Authorizer {
  readonly #store: Store;
  #cache = new Map<string, Rule[]>();

  constructor(store: Store) {
    this.#store = store;
    const forget = () => {
      this.#cache = new Map();
    };
    for (const collection of Object.values(collections)) store.subscribe(collection, forget);
  }

  allows(caller: Caller, ask: Attributes): boolean {
    if (caller.groups.includes('system:masters')) return true;
    return this.allowing(caller, ask) !== undefined;
  }

  /** The rule that allows it, for callers that are not allowed everything. */
  allowing(caller: Caller, ask: Attributes): Rule | undefined {
    return this.rulesFor(caller, ask.namespace).find((rule) => ruleAllows(rule, ask));
  }

  /** All rules that hold for the caller cluster-wide and, when given, in the namespace. */
  rulesFor(caller: Caller, namespace: string | undefined): readonly Rule[] {
    const key = JSON.stringify([caller.user, caller.groups, namespace ?? '']);
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const rules = [
      ...this.#bound(collections.clusterRoleBindings, undefined, caller),
      ...(namespace === undefined || namespace === '' ? [] : this.#bound(collections.roleBindings, namespace, caller)),
    ];
    if (this.#cache.size > 10_000) this.#cache.clear();
    this.#cache.set(key, rules);
    return rules;
  }

  roleRules(kind: string, namespace: string | undefined, name: string): Rule[] {
    const role =
      kind === 'ClusterRole'
        ? this.#store.get(collections.clusterRoles, name)
        : this.#store.get(collections.roles, `${namespace ?? ''}/${name}`);
    return objectsAt(role, 'rules').map(readRule);
  }

  #bound(bindings: string, namespace: string | undefined, caller: Caller): Rule[] {
    return this.#store
      .list(bindings, namespace)
      .filter((binding) => objectsAt(binding, 'subjects').some((subject) => subjectIs(subject, caller, namespace)))
      .flatMap((binding) => {
        const reference = objectAt(binding, 'roleRef');
        const [kind, name] = [textAt(reference, 'kind') ?? '', textAt(reference, 'name') ?? ''];
        const where = namespace === undefined ? binding.metadata.name : `${binding.metadata.name}/${namespace}`;
        const subject = objectsAt(binding, 'subjects').find((each) => subjectIs(each, caller, namespace));
        const to = `${textAt(subject, 'kind') ?? ''} "${textAt(subject, 'name') ?? ''}"`;
        const source = `RBAC: allowed by ${binding.kind} "${where}" of ${kind} "${name}" to ${to}`;
        return this.roleRules(kind, namespace, name).map((rule) => ({ ...rule, source }));
      });
  }
}

/** The rest of the sentence "pods is forbidden: …". */
export function denial(caller: Caller, ask: Attributes): string {
  if (ask.path !== undefined) return `User "${caller.user}" cannot ${ask.verb} path "${ask.path}"`;
  const resource =
    ask.subresource === undefined || ask.subresource === ''
      ? (ask.resource ?? '')
      : `${ask.resource ?? ''}/${ask.subresource}`;
  const where =
    ask.namespace === undefined || ask.namespace === ''
      ? 'at the cluster scope'
      : `in the namespace "${ask.namespace}"`;
  return `User "${caller.user}" cannot ${ask.verb} resource "${resource}" in API group "${ask.group ?? ''}" ${where}`;
}
