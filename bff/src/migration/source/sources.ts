import type { VirtualMachineMigrationResolvedSourceHost } from '../../api/generated/virtual-machine-migration.ts';
import type { Connection, HostWay, SourceSession, Transfers } from '../../providers/driver.ts';

export interface ProviderIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** A Host that a run reads through, as it was when the run began. */
export type ReadHost = Readonly<VirtualMachineMigrationResolvedSourceHost>;

/** A source that can be asked now, and what its disks' readers need to know. */
export interface OpenSource {
  readonly session: SourceSession;
  readonly transfers: Transfers;
  readonly connection: Connection;
  /** SHA-1 of the endpoint's certificate. */
  readonly fingerprint: string;
  readonly vddkImage?: string;
  /**
   * The way to disks at a host of the source; absent where its hosts cannot be read. Throws as HostAccess.reach, or
   * NotFoundError (`secret-missing`).
   */
  throughHost?(host: ReadHost): Promise<HostWay>;
}

/** The way from a run to its source; sessions are shared and outlive a call. */
export interface Sources {
  /** Throws NotFoundError (code `secret-missing`) or what the driver's `connection` throws. */
  open(provider: ProviderIdentity): Promise<OpenSource>;
}
