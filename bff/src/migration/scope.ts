import type { Client } from '../kube/client.ts';
import type { Memory } from '../pipeline/step.ts';
import type { Send } from '../platform/wire.ts';
import type { ResolvedRun, RunIdentity } from './machine-run.ts';
import type { OpenSource } from './source/sources.ts';

/** What the steps of a machine's run act with. */
export interface MachineScope {
  readonly run: RunIdentity;
  readonly resolved: ResolvedRun;
  /** The target cluster. */
  readonly client: Client;
  /** The cluster that the service runs in, where plans and hooks stand; mostly the target, too. */
  readonly home: Client;
  source(): Promise<OpenSource>;
  /** Reaches servers that users name; who they are is known to the cluster. */
  readonly outside: Send;
  /** Reaches pods by their address. */
  readonly pods: Send;
  /** When a warm run is to be cut over; milliseconds since the epoch. */
  readonly cutoverAt?: number;
  /** The plan is paused: no cutover begins. */
  readonly paused: boolean;
  /** What clearing up after this run removes: its helpers only, or also the target and its volumes. */
  readonly discards: 'helpers' | 'target';
  /** Cancel or deletion is asked for; where that does not end the run by itself, its steps do what they can. */
  readonly unwanted: boolean;
}

export type RunScope = MachineScope & Memory;
