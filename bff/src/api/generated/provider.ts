// Generated from charts/gantry/files/crds/providers.forklift.konveyor.io.yaml by `npm run generate`; edit that.
import type { ObjectReference } from '../kinds/core.ts';
import type { Condition, ObjectMeta, Resource } from '../resource.ts';

/** A place that machines come from or go to. */
export interface Provider {
  apiVersion: 'forklift.konveyor.io/v1beta1';
  kind: 'Provider';
  metadata: ObjectMeta;
  /** What the provider is and how it is reached. */
  spec: ProviderSpec;
  /** What the service found and did; written by the service only. */
  status?: ProviderStatus;
}

export interface ProviderSpec {
  /** Secret with the credentials. */
  secret: ObjectReference;
  /** Options of the provider type, e.g. vddkInitImage. */
  settings?: Record<string, string>;
  /** openshift, vsphere, ovirt, openstack, ova, ec2, hyperv or nutanix. */
  type: string;
  /** Endpoint of the API; empty for the cluster that the service runs in. */
  url?: string;
}

export interface ProviderStatus {
  /** State of the object, one entry per type. */
  conditions?: Condition[];
  /** SHA-1 fingerprint of the certificate that the endpoint presents. */
  fingerprint?: string;
  /** Generation of the spec that the status speaks of. */
  observedGeneration?: number;
  /** Staging, Ready, ValidationFailed or ConnectionFailed. */
  phase?: string;
  /** Version of the Secret that was last tested. */
  secretResourceVersion?: string;
  /** Service that was made for the provider. */
  service?: ObjectReference;
}

export const providers: Resource<Provider> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'providers',
  kind: 'Provider',
  scope: 'Namespaced',
};
