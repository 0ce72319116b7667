import type { Provider } from '../api/generated/provider.ts';
import type { ObjectReference } from '../api/kinds/core.ts';
import { keyOf, type Condition, type KubeObject, type ObjectKey } from '../api/resource.ts';
import type { Informer } from '../kube/informer.ts';
import { hasCondition } from '../migration/judgement/finding.ts';
import { referredKey } from '../migration/judgement/gather-references.ts';
import { specOf } from '../migration/judgement/spec-of.ts';

interface Dependent extends KubeObject {
  spec: { provider: { source: ObjectReference; destination: ObjectReference } };
}

/** Maps or plans that name the provider at either end. */
export function dependentsOf<T extends Dependent>(cache: Informer<T>): (provider: Provider) => readonly ObjectKey[] {
  return (provider) => {
    const ends = (object: T) => {
      const { source, destination } = specOf(object)?.provider ?? {};
      return [source, destination];
    };
    return cache
      .list()
      .filter((object) => ends(object).some((ref) => refersTo(ref, object, provider)))
      .map(keyOf);
  };
}

export function refersTo(ref: ObjectReference | undefined, from: KubeObject, to: KubeObject): boolean {
  const key = referredKey(ref, from.metadata.namespace ?? '');
  return key?.name === to.metadata.name && key.namespace === to.metadata.namespace;
}

interface WithConditions extends KubeObject {
  status?: { conditions?: Condition[] };
}

/** Another object, or a change in whether it is Ready or what it says. */
export function readinessChanged(before: WithConditions, after: WithConditions): boolean {
  const ready = (object: WithConditions) => hasCondition(object.status?.conditions, 'Ready');
  return ready(before) !== ready(after) || before.metadata.generation !== after.metadata.generation;
}
