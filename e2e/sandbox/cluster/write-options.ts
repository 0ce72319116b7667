import type { Caller } from './auth/caller.ts';
import type { JsonObject } from './json.ts';
import type { KubeObject } from './object.ts';
import type { Propagation } from './propagation.ts';

export interface WriteOptions {
  readonly caller: Caller;
  readonly dryRun?: boolean;
  /** The options of the request, as its client gave them. */
  readonly asked?: JsonObject;
  /** Whom managedFields names; absent = not recorded. */
  readonly manager?: string;
  /** The wanted object came of an apply, which has settled who owns what. */
  readonly applied?: boolean;
  /** Receives lines for the client's Warning headers. */
  readonly warnings?: string[];
}

export interface UpdateOptions extends WriteOptions {
  readonly subresource?: string;
  /** PUT of kinds that refuse an update without resourceVersion. */
  readonly requireRevision?: boolean;
  /** The wanted object came of a patch, so what it says about metadata was meant. */
  readonly patch?: boolean;
}

export interface DeleteOptions extends WriteOptions {
  readonly propagation?: Propagation;
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** One of a collection that is deleted: webhooks are not told its name. */
  readonly ofCollection?: boolean;
}

/** The outcome of a deletion: `removed` says that nothing is left to wait for. */
export interface Deletion {
  readonly removed: boolean;
  readonly object: KubeObject;
}
