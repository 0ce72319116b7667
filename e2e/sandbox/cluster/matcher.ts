import type { KubeObject } from './object.ts';
import type { ResourceType } from './resource-type.ts';
import { parseFieldSelector, parseLabelSelector } from './selectors.ts';
import { badRequest } from './status-error.ts';

export type Matcher = (object: KubeObject) => boolean;

const COMMON: Readonly<Record<string, (object: KubeObject) => string>> = {
  'metadata.name': (object) => object.metadata.name,
  'metadata.namespace': (object) => object.metadata.namespace ?? '',
};

interface Selectors {
  readonly labelSelector: string | undefined;
  readonly fieldSelector: string | undefined;
}

export interface Selection {
  readonly matches: Matcher;
  /** Nothing is left out. */
  readonly everything: boolean;
  /** The one name that a field selector asks for. */
  readonly name: string | undefined;
}

/** Throws 400 for malformed selectors and for fields that the kind cannot be selected by. */
export function selection(type: ResourceType, selectors: Selectors): Selection {
  const byLabel = parseLabelSelector(selectors.labelSelector ?? '');
  const requirements = parseFieldSelector(selectors.fieldSelector ?? '').map((requirement) => {
    const read = COMMON[requirement.field] ?? type.behaviour.fields?.[requirement.field];
    if (read === undefined)
      throw badRequest(
        type.custom
          ? `field label not supported: ${requirement.field}`
          : `"${requirement.field}" is not a known field selector: only ${Object.keys({
              ...COMMON,
              ...type.behaviour.fields,
            })
              .map((field) => `"${field}"`)
              .join(', ')}`,
      );
    return { ...requirement, read };
  });
  return {
    matches: (object) =>
      requirements.every(({ read, equals, value }) => (read(object) === value) === equals) &&
      byLabel(object.metadata.labels),
    everything: requirements.length === 0 && (selectors.labelSelector ?? '').trim() === '',
    name: requirements.find(({ field, equals }) => field === 'metadata.name' && equals)?.value,
  };
}
