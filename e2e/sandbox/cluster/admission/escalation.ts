import { objectAt, objectsAt, textAt } from '../json.ts';
import type { Attributes, Authorizer, Rule } from '../auth/rbac.ts';
import { RBAC_GROUP, readRule } from '../auth/rbac.ts';
import { forbidden } from '../status-error.ts';
import type { AdmissionPlugin } from './admission.ts';

/** The single questions a rule answers; a star asks for the right to everything. */
function questions(rule: Rule, namespace: string | undefined): Attributes[] {
  const names = rule.resourceNames.length === 0 ? [undefined] : rule.resourceNames;
  const paths = rule.nonResourceURLs.flatMap((path) => rule.verbs.map((verb) => ({ verb, path })));
  const resources = rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((full) => {
      const [resource = '', subresource = ''] = full.split('/');
      return rule.verbs.flatMap((verb) =>
        names.map((name) => ({
          verb,
          group,
          resource,
          subresource,
          ...(namespace === undefined ? {} : { namespace }),
          ...(name === undefined ? {} : { name }),
        })),
      );
    }),
  );
  return [...paths, ...resources];
}

/** Nobody gives, by a role or a binding, what they do not have, unless they may escalate or bind. */
export function escalationAdmission(authorizer: Authorizer): AdmissionPlugin {
  return ({ operation, type, object, namespace, caller }) => {
    if (type.group !== RBAC_GROUP || operation === 'DELETE') return;
    const binding = type.plural.endsWith('bindings');
    const [kind, name] = [textAt(object, 'roleRef', 'kind') ?? '', textAt(object, 'roleRef', 'name') ?? ''];
    const resource = binding ? (kind === 'ClusterRole' ? 'clusterroles' : 'roles') : type.plural;
    const where = namespace === undefined ? {} : { namespace };
    const exempt = {
      verb: binding ? 'bind' : 'escalate',
      group: RBAC_GROUP,
      resource,
      name: binding ? name : object.metadata.name,
      ...where,
    };
    if (authorizer.allows(caller, exempt)) return;
    const rules = binding ? authorizer.roleRules(kind, namespace, name) : objectsAt(object, 'rules').map(readRule);
    const excess = rules.filter((rule) => questions(rule, namespace).some((ask) => !authorizer.allows(caller, ask)));
    if (excess.length === 0 || objectAt(object, 'aggregationRule') !== undefined) return;
    const list = excess.map(
      ({ apiGroups, resources, verbs }) =>
        `{APIGroups:${JSON.stringify(apiGroups)}, Resources:${JSON.stringify(resources)}, Verbs:${JSON.stringify(verbs)}}`,
    );
    throw forbidden(
      type,
      object.metadata.name,
      `user "${caller.user}" (groups=${JSON.stringify(caller.groups)}) is attempting to grant RBAC permissions not currently held:\n${list.join('\n')}`,
    );
  };
}
