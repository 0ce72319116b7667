import type { Caller } from '../auth/caller.ts';
import type { KubeObject } from '../object.ts';
import type { ResourceType } from '../resource-type.ts';

/** What admission looks at: `object` may still be changed by mutating plugins. */
export interface Review {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly type: ResourceType;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly object: KubeObject;
  readonly before: KubeObject | undefined;
  readonly caller: Caller;
  readonly dryRun: boolean;
  /** Lines for the client's Warning headers. */
  readonly warnings: string[];
}

/** Throws a StatusError to refuse. */
export type AdmissionPlugin = (review: Review) => void;

export interface AdmissionChain {
  readonly mutating: readonly AdmissionPlugin[];
  readonly validating: readonly AdmissionPlugin[];
}
