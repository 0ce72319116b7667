import type { Clock } from '../../clock.ts';
import type { Network } from '../../network.ts';
import type { Container, Pod } from '../api/kinds.ts';
import type { Timings } from '../timings.ts';

/** A volume as a container sees it. */
export interface MountedDisk {
  /** Where the container finds it: a mount path or, for block devices, a device path. */
  readonly at: string;
  readonly mode: 'Block' | 'Filesystem';
  /** The file with its bytes. */
  readonly file: string;
  readonly capacityBytes: number;
}

/** What runs in place of a container's image. */
export interface ProgramContext {
  readonly pod: Pod;
  readonly container: Container;
  /** The pod's own loopback address. */
  readonly address: string;
  readonly environment: ReadonlyMap<string, string>;
  /** In the order of the container's mounts. */
  readonly disks: readonly MountedDisk[];
  /** Files of the Secret or ConfigMap mounted at `path`; empty where none is. */
  files(path: string): ReadonlyMap<string, Uint8Array>;
  readonly network: Network;
  readonly clock: Clock;
  readonly timings: Timings;
  /** Aborted when the container must end. */
  readonly signal: AbortSignal;
  readonly fingerprint: (url: string) => Promise<string | undefined>;
  log(line: string): void;
}

export interface Exit {
  readonly code: number;
  /** The termination message, as kept in the container's status. */
  readonly message?: string;
}

/** A failure that a program has foreseen: it exits with 1 and this message. */
export class ProgramFailure extends Error {}

export type Program = (context: ProgramContext) => Promise<Exit>;
