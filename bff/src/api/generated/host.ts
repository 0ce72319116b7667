// Generated from charts/gantry/files/crds/hosts.forklift.konveyor.io.yaml by `npm run generate`; edit that.
import type { ObjectReference } from '../kinds/core.ts';
import type { Condition, ObjectMeta, Resource } from '../resource.ts';

/** Address and credentials of one ESXi host, for transfers that avoid the vCenter. */
export interface Host {
  apiVersion: 'forklift.konveyor.io/v1beta1';
  kind: 'Host';
  metadata: ObjectMeta;
  /** The host and how it is reached. */
  spec: HostSpec;
  /** What the service found and did; written by the service only. */
  status?: HostStatus;
}

export interface HostSpec {
  /** Immutable id at the provider. */
  id?: string;
  /** Address that transfers use. */
  ipAddress: string;
  /** Name at the provider; used when no id is given. */
  name?: string;
  /** Namespace, for sources that have namespaces. */
  namespace?: string;
  /** Provider that the host belongs to. */
  provider: ObjectReference;
  /** Secret with the credentials of the host. */
  secret: ObjectReference;
  /** Kind of the object, e.g. pod for a pod network. */
  type?: string;
}

export interface HostStatus {
  /** State of the object, one entry per type. */
  conditions?: Condition[];
  /** Generation of the spec that the status speaks of. */
  observedGeneration?: number;
}

export const hosts: Resource<Host> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'hosts',
  kind: 'Host',
  scope: 'Namespaced',
};
