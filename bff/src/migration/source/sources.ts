import type { Connection, SourceSession, Transfers } from '../../providers/driver.ts';

export interface ProviderIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** A source that can be asked now, and what its disks' readers need to know. */
export interface OpenSource {
  readonly session: SourceSession;
  readonly transfers: Transfers;
  readonly connection: Connection;
  /** SHA-1 of the endpoint's certificate. */
  readonly fingerprint: string;
  readonly vddkImage?: string;
}

/** The way from a run to its source; sessions are shared and outlive a call. */
export interface Sources {
  /** Throws NotFoundError (code `secret-missing`) or what the driver's `connection` throws. */
  open(provider: ProviderIdentity): Promise<OpenSource>;
}
