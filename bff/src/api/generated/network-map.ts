// Generated from charts/gantry/files/crds/networkmaps.forklift.konveyor.io.yaml by `npm run generate`; edit that.
import type { ObjectReference } from '../kinds/core.ts';
import type { Condition, ObjectMeta, Resource } from '../resource.ts';

/** Which target network each source network becomes. */
export interface NetworkMap {
  apiVersion: 'forklift.konveyor.io/v1beta1';
  kind: 'NetworkMap';
  metadata: ObjectMeta;
  /** The map and its two ends. */
  spec: NetworkMapSpec;
  /** What the service found and did; written by the service only. */
  status?: NetworkMapStatus;
}

export interface NetworkDestination {
  /** Name of the NetworkAttachmentDefinition. */
  name?: string;
  /** Namespace of the NetworkAttachmentDefinition. */
  namespace?: string;
  /** pod, multus (a NetworkAttachmentDefinition) or ignored (the card is dropped). */
  type: 'pod' | 'multus' | 'ignored';
}

export interface NetworkSource {
  /** Immutable id at the provider. */
  id?: string;
  /** Name at the provider; used when no id is given. */
  name?: string;
  /** Namespace, for sources that have namespaces. */
  namespace?: string;
  /** Kind of the object, e.g. pod for a pod network. */
  type?: string;
  /** VLAN of the network (1-4094), where one network carries several. */
  vlan?: string;
}

export interface NetworkPair {
  /** What it becomes. */
  destination: NetworkDestination;
  /** Network at the source. */
  source: NetworkSource;
}

export interface NetworkMapProvider {
  /** Provider (an OpenShift cluster) that machines go to. */
  destination: ObjectReference;
  /** Provider that machines come from. */
  source: ObjectReference;
}

export interface NetworkMapSpec {
  /** Entries, one per source network. */
  map: NetworkPair[];
  /** The two ends of the migration. */
  provider: NetworkMapProvider;
}

export interface NetworkMapReferences {
  /** Immutable id at the provider. */
  id?: string;
  /** Name at the provider; used when no id is given. */
  name?: string;
  /** Namespace, for sources that have namespaces. */
  namespace?: string;
  /** Kind of the object, e.g. pod for a pod network. */
  type?: string;
}

export interface NetworkMapStatus {
  /** State of the object, one entry per type. */
  conditions?: Condition[];
  /** Generation of the spec that the status speaks of. */
  observedGeneration?: number;
  /** Source objects that the map entries were resolved to. */
  references?: NetworkMapReferences[];
}

export const networkMaps: Resource<NetworkMap> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'networkmaps',
  kind: 'NetworkMap',
  scope: 'Namespaced',
};
