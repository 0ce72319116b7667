// Generated from charts/gantry/files/crds/hooks.forklift.konveyor.io.yaml by `npm run generate`; edit that.
import type { ObjectReference } from '../kinds/core.ts';
import type { Condition, ObjectMeta, Resource } from '../resource.ts';

/** Something to run before or after the migration of a machine. */
export interface Hook {
  apiVersion: 'forklift.konveyor.io/v1beta1';
  kind: 'Hook';
  metadata: ObjectMeta;
  /** What runs. */
  spec: HookSpec;
  /** What the service found and did; written by the service only. */
  status?: HookStatus;
}

export interface HookAap {
  /** Job template to launch. */
  jobTemplateId: number;
  /** Seconds that the job may take. */
  timeout?: number;
  /** Secret with the token. */
  tokenSecret?: ObjectReference;
  /** Address of the platform. */
  url?: string;
}

export interface HookSpec {
  /** Job of an Ansible Automation Platform, instead of image and playbook. */
  aap?: HookAap;
  /** Seconds that the job may take; 0 is no limit. */
  deadline?: number;
  /** Image to run. */
  image?: string;
  /** Ansible playbook, base64. */
  playbook?: string;
  /** Service account of the job. */
  serviceAccount?: string;
}

export interface HookStatus {
  /** State of the object, one entry per type. */
  conditions?: Condition[];
  /** Generation of the spec that the status speaks of. */
  observedGeneration?: number;
}

export const hooks: Resource<Hook> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'hooks',
  kind: 'Hook',
  scope: 'Namespaced',
};
