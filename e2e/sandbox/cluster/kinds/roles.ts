import { equal, objectsAt, textAt, textsAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Behaviour } from '../resource-type.ts';
import { pathSegmentProblem } from '../names.ts';
import { invalidValue, requiredValue, unsupportedValue } from '../schema/validate.ts';
import type { Cause } from '../status-error.ts';
import { RBAC_GROUP } from '../auth/rbac.ts';

function validateRules(object: KubeObject): Cause[] {
  return objectsAt(object, 'rules').flatMap((rule, index) => {
    const field = `rules[${index}]`;
    if (textsAt(rule, 'verbs').length === 0)
      return [requiredValue(`${field}.verbs`, 'verbs must contain at least one value')];
    if (textsAt(rule, 'nonResourceURLs').length > 0) return [];
    return [
      ...(textsAt(rule, 'apiGroups').length > 0
        ? []
        : [requiredValue(`${field}.apiGroups`, 'resource rules must supply at least one api group')]),
      ...(textsAt(rule, 'resources').length > 0
        ? []
        : [requiredValue(`${field}.resources`, 'resource rules must supply at least one resource')]),
    ];
  });
}

export const ROLE: Behaviour = { generation: 'none', nameRule: pathSegmentProblem, validate: validateRules };

const ROLE_KINDS = ['ClusterRole', 'Role'];

function validateReference(object: KubeObject): Cause[] {
  const kind = textAt(object, 'roleRef', 'kind') ?? '';
  const allowed = object.kind === 'ClusterRoleBinding' ? ['ClusterRole'] : ROLE_KINDS;
  return [
    ...(allowed.includes(kind) ? [] : [unsupportedValue('roleRef.kind', kind, allowed)]),
    ...((textAt(object, 'roleRef', 'name') ?? '') === '' ? [requiredValue('roleRef.name')] : []),
    ...objectsAt(object, 'subjects').flatMap((subject, index) =>
      (textAt(subject, 'name') ?? '') === '' ? [requiredValue(`subjects[${index}].name`)] : [],
    ),
  ];
}

function fillGroups(object: KubeObject): void {
  const reference = object.roleRef;
  if (typeof reference === 'object' && reference !== null && !('apiGroup' in reference))
    Object.assign(reference, { apiGroup: RBAC_GROUP });
  for (const subject of objectsAt(object, 'subjects'))
    if (subject.kind !== 'ServiceAccount') subject.apiGroup ??= RBAC_GROUP;
}

export const BINDING: Behaviour = {
  generation: 'none',
  nameRule: pathSegmentProblem,
  fillIn: fillGroups,
  validate: validateReference,
  validateUpdate: (object, before) =>
    equal(object.roleRef, before.roleRef) ? [] : [invalidValue('roleRef', object.roleRef, 'field is immutable')],
};
