import { ensureObject, equal } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Behaviour } from '../resource-type.ts';
import { labelProblem } from '../names.ts';
import { invalidValue } from '../schema/validate.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';

function label(object: KubeObject): void {
  object.metadata.labels = { ...object.metadata.labels, [NAME_LABEL]: object.metadata.name };
}

export const NAMESPACE: Behaviour = {
  generation: 'none',
  nameRule: labelProblem,
  fillIn: (object) => {
    if (object.metadata.name !== '') label(object);
  },
  prepareCreate: (object) => {
    label(object);
    const spec = ensureObject(object, 'spec');
    const finalizers = Array.isArray(spec.finalizers) ? (spec.finalizers as unknown[]) : [];
    spec.finalizers = finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'];
    object.status = { phase: 'Active' };
  },
  prepareUpdate: (object, before) => {
    label(object);
    object.spec = before.spec;
  },
  prepareDelete: (object) => {
    object.status = { ...object.status, phase: 'Terminating' };
  },
  validateUpdate: (object, before) =>
    object.metadata.labels?.[NAME_LABEL] === undefined ||
    equal(object.metadata.labels[NAME_LABEL], before.metadata.name)
      ? []
      : [
          invalidValue(
            `metadata.labels[${NAME_LABEL}]`,
            object.metadata.labels[NAME_LABEL],
            'must match namespace name',
          ),
        ],
  fields: {
    'status.phase': (object) => (typeof object.status?.phase === 'string' ? object.status.phase : ''),
  },
};
