import type { Connection } from '../providers/driver.ts';
import type { Outbound } from '../providers/driver-context.ts';

/** What a collector's thread is started with. */
export interface CollectorStart {
  readonly type: string;
  readonly connection: Connection;
  readonly outbound: Outbound;
  /** Count of refused logins, shared with the other users of these credentials. */
  readonly logins: SharedArrayBuffer;
}

/** The one message to a collector's thread: end. */
export const STOP = 'stop';
