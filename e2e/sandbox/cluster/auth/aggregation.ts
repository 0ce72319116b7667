import { equal, objectsAt, objectAt, stringMap, textAt, textsAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Store } from '../store.ts';
import { RBAC_GROUP } from './rbac.ts';

const CLUSTER_ROLES = `${RBAC_GROUP}/clusterroles`;

/** A label selector in its structured form. */
export function matchesSelector(selector: JsonObject | undefined, labels: Readonly<Record<string, string>>): boolean {
  const wanted = stringMap(objectAt(selector, 'matchLabels'));
  const equalities = Object.entries(wanted).every(([key, value]) => labels[key] === value);
  return (
    equalities &&
    objectsAt(selector, 'matchExpressions').every((expression) => {
      const value = labels[textAt(expression, 'key') ?? ''];
      const values = textsAt(expression, 'values');
      switch (textAt(expression, 'operator')) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}

function aggregate(role: KubeObject, all: readonly KubeObject[]): readonly JsonObject[] {
  const selectors = objectsAt(role, 'aggregationRule', 'clusterRoleSelectors');
  const rules: JsonObject[] = [];
  for (const other of all) {
    if (other.metadata.name === role.metadata.name) continue;
    if (!selectors.some((selector) => matchesSelector(selector, other.metadata.labels ?? {}))) continue;
    for (const rule of objectsAt(other, 'rules')) if (!rules.some((known) => equal(known, rule))) rules.push(rule);
  }
  return rules;
}

/** Keeps the rules of aggregated cluster roles what their selectors say. */
export function keepAggregated(store: Store): void {
  store.subscribe(CLUSTER_ROLES, () => {
    const all = store.list(CLUSTER_ROLES);
    for (const role of all) {
      if (objectAt(role, 'aggregationRule') === undefined) continue;
      const rules = aggregate(role, all);
      if (!equal(rules, role.rules ?? [])) store.put(CLUSTER_ROLES, { ...role, rules });
    }
  });
}
