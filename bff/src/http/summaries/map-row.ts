import type { NetworkMap } from '../../api/generated/network-map.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { StorageMap } from '../../api/generated/storage-map.ts';
import type { MapRow } from '../../api/http/maps.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { MapState } from '../../api/http/states.ts';
import type { Condition } from '../../api/resource.ts';
import { findingsOf } from './findings.ts';
import { sentence } from './message.ts';

export type AnyMap = NetworkMap | StorageMap;

export interface MapFacts {
  readonly map: AnyMap;
  /** That name it and are not archived. */
  readonly plans: readonly Plan[];
}

/** What needs a person first. */
export const mapAttention: readonly MapState[] = ['NotReady', 'ReadyWithWarnings', 'Checking', 'Ready', 'Deleting'];

export function conditionsOf({ status }: AnyMap): readonly Condition[] {
  return status?.conditions ?? [];
}

/** What was said of an earlier spec says nothing of this one. */
function isJudged({ metadata, status }: AnyMap): boolean {
  return status?.observedGeneration === undefined || status.observedGeneration === metadata.generation;
}

function stateAndMessage(map: AnyMap): { readonly state: MapState; readonly message: Message } {
  if (map.metadata.deletionTimestamp !== undefined)
    return { state: 'Deleting', message: sentence('map-Deleting', 'Is being deleted.') };
  const [first] = findingsOf(conditionsOf(map));
  const isReady = conditionsOf(map).some(({ type, status }) => type === 'Ready' && status === 'True');
  if (!isJudged(map) || (first?.level !== 'block' && !isReady))
    return { state: 'Checking', message: sentence('map-Checking', 'Its ends are being looked up.') };
  if (first === undefined) return { state: 'Ready', message: sentence('map-Ready', 'Can be used.') };
  return { state: first.level === 'block' ? 'NotReady' : 'ReadyWithWarnings', message: first.message };
}

export function mapRow({ map, plans }: MapFacts): MapRow {
  const { namespace = '', name, uid = '', ownerReferences = [], creationTimestamp = '' } = map.metadata;
  const refOf = (ref: { readonly namespace?: string; readonly name?: string } = {}) => ({
    namespace: ref.namespace ?? namespace,
    name: ref.name ?? '',
  });
  const spec = (map as Partial<AnyMap>).spec;
  return {
    namespace,
    name,
    uid,
    ...stateAndMessage(map),
    source: refOf(spec?.provider.source),
    target: refOf(spec?.provider.destination),
    entries: spec?.map.length ?? 0,
    plans: plans.length,
    owner: ownerReferences.find(({ kind }) => kind === 'Plan')?.name,
    created: creationTimestamp,
  };
}
