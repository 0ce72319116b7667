import type { SourceMachine } from '../machine/source-machine.ts';
import type { RuleSet } from './concern.ts';
import type { Connection, DriverContext } from './driver.ts';

/** How the inventory of one source type is kept up to date and read. */
export interface InventorySource {
  readonly type: string;
  /** Names of the collections that play these parts. */
  readonly roles: { readonly machines: string; readonly networks: string; readonly storages: string };
  readonly collections: readonly string[];
  /**
   * Follows the source until the signal is aborted, and reports every change: after the first `ready` all is known.
   * Reconnects by itself; ends early only when the credentials are refused.
   */
  collect(task: CollectTask): Promise<void>;
  /** Path of a record in the provider's tree. */
  path(id: string, lookup: RecordLookup): string;
  machine(record: InventoryRecord, lookup: RecordLookup): SourceMachine;
  /** What machines are judged by. */
  readonly rules: RuleSet;
  /** A machine as its rules look at it. */
  workload(record: InventoryRecord, lookup: RecordLookup): Workload;
}

export interface Workload {
  /** The machine, expanded by other records: its host, the host's cluster. */
  readonly machine: Readonly<Record<string, unknown>>;
  /** Those records; when one of them changes, the machine is judged anew. */
  readonly expandedBy: readonly InventoryRecord[];
  /** What should expand it is not visible to the provider's account. */
  readonly missing?: string;
}

export interface CollectTask {
  readonly connection: Connection;
  readonly context: DriverContext;
  readonly report: (message: CollectorMessage) => void;
  readonly signal: AbortSignal;
}

/** Everything here can be posted between threads. */
export type CollectorMessage =
  | { readonly kind: 'changes'; readonly put: readonly InventoryRecord[]; readonly removed: readonly string[] }
  | { readonly kind: 'ready' }
  /** The source was asked, and nothing has changed. */
  | { readonly kind: 'current' }
  /** A part that the inventory does without; none is lacking any more where there is no `problem`. */
  | { readonly kind: 'part'; readonly part: 'tags'; readonly problem?: string }
  | {
      readonly kind: 'problem';
      readonly problem: string;
      /** Nothing more will come: the credentials were refused. */
      readonly ended: boolean;
    };

export interface InventoryRecord {
  /** One of the source's, or `about`: what the source says of itself. */
  readonly collection: string;
  /** Unique over all collections of the provider. */
  readonly id: string;
  readonly name: string;
  readonly parent?: string;
  readonly native: Readonly<Record<string, unknown>>;
}

export type RecordLookup = (id: string) => InventoryRecord | undefined;
