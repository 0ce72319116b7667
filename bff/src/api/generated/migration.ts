// Generated from charts/gantry/files/crds/migrations.forklift.konveyor.io.yaml by `npm run generate`; edit that.
import type { ObjectReference } from '../kinds/core.ts';
import type { Condition, ObjectMeta, Resource } from '../resource.ts';
import type { VmStatus } from './plan.ts';

/** One run of a plan. */
export interface Migration {
  apiVersion: 'forklift.konveyor.io/v1beta1';
  kind: 'Migration';
  metadata: ObjectMeta;
  /** Which plan runs, and how far. */
  spec: MigrationSpec;
  /** What the service found and did; written by the service only. */
  status?: MigrationStatus;
}

export interface MigrationCancel {
  /** Immutable id at the provider. */
  id?: string;
  /** Name at the provider; used when no id is given. */
  name?: string;
  /** Namespace, for sources that have namespaces. */
  namespace?: string;
  /** Kind of the object, e.g. pod for a pod network. */
  type?: string;
}

export interface VmCutover {
  /** When this machine switches over. */
  cutover: string;
  /** Id of the machine. */
  id: string;
}

export interface MigrationSpec {
  /** Machines to stop. */
  cancel?: MigrationCancel[];
  /** When warm migration switches over; waits for it if unset. */
  cutover?: string;
  /** Plan to run. */
  plan: ObjectReference;
  /** Repeat only the conversion of machines whose disks are copied. */
  resumeConversion?: boolean;
  /** Nothing happens before this time; at once if unset. */
  startAt?: string;
  /** Times that differ for single machines. */
  vmCutover?: VmCutover[];
}

export interface MigrationStatus {
  /** When it ended. */
  completed?: string;
  /** State of the object, one entry per type. */
  conditions?: Condition[];
  /** Generation of the spec that the status speaks of. */
  observedGeneration?: number;
  /** When it began. */
  started?: string;
  /** Progress per machine, as in the plan. */
  vms?: VmStatus[];
}

export const migrations: Resource<Migration> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'migrations',
  kind: 'Migration',
  scope: 'Namespaced',
};
