import { NAMESPACES } from '../controllers/namespaces.ts';
import { objectAt } from '../json.ts';
import { forbidden, invalid } from '../status-error.ts';
import { invalidValue } from '../schema/validate.ts';
import type { Store } from '../store.ts';
import type { AdmissionPlugin } from './admission.ts';
import { BASELINE, RESTRICTED } from './pod-security-checks.ts';
import type { PodCheck } from './pod-security-checks.ts';

const PREFIX = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'] as const;
const LEVELS: Readonly<Record<string, readonly PodCheck[]>> = {
  privileged: [],
  baseline: BASELINE,
  restricted: [...BASELINE, ...RESTRICTED],
};

/** What a pod violates, in the words of the refusal; `undefined` when nothing. */
export function violations(spec: unknown, level: string): string | undefined {
  const restricted = level === 'restricted';
  const found = (LEVELS[level] ?? []).flatMap((check) => check(objectAt({ spec }, 'spec') ?? {}, { restricted }));
  return found.length === 0 ? undefined : found.join(', ');
}

/** Pod security standards, as the labels of namespaces ask for them. */
export function podSecurity(store: Store): AdmissionPlugin {
  return ({ operation, type, namespace = '', object, before, subresource, warnings }) => {
    if (type.collection === NAMESPACES && operation !== 'DELETE') {
      for (const mode of MODES) {
        const level = object.metadata.labels?.[`${PREFIX}${mode}`];
        if (level !== undefined && LEVELS[level] === undefined)
          throw invalid(type, object.metadata.name, [
            invalidValue(`metadata.labels[${PREFIX}${mode}]`, level, 'must be one of privileged, baseline, restricted'),
          ]);
      }
      return;
    }
    if (type.collection !== '/pods' || operation === 'DELETE' || subresource !== undefined) return;
    if (before !== undefined && before.spec === object.spec) return;
    const labels = store.get(NAMESPACES, namespace)?.metadata.labels ?? {};
    const judged = (mode: (typeof MODES)[number]) => {
      const level = labels[`${PREFIX}${mode}`] ?? 'privileged';
      const found = violations(object.spec, level);
      const version = labels[`${PREFIX}${mode}-version`] ?? 'latest';
      return found === undefined ? undefined : `violate%s PodSecurity "${level}:${version}": ${found}`;
    };
    const refused = judged('enforce');
    if (refused !== undefined) throw forbidden(type, object.metadata.name, refused.replace('%s', 's'));
    const warned = judged('warn');
    if (warned !== undefined) warnings.push(`would ${warned.replace('%s', '')}`);
  };
}
