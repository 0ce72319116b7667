import type { Clock } from '../platform/clock.ts';
import type { CallerIdentity } from './cluster.ts';

export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** Who a request is made as. */
export interface Credentials {
  headers(): Promise<Headers>;
  /** The server refused these; true when other ones may be had now. */
  refused(): boolean;
}

/** No header at all: an open loopback server, or a client certificate. */
export const anonymous: Credentials = { headers: () => Promise.resolve({}), refused: () => false };

export interface ServiceTokenOptions {
  readonly clock: Clock;
  /** Reads the token where it is kept; it is asked again every minute, since tokens are replaced while in use. */
  readonly read: () => Promise<string>;
}

const keepMs = 60_000;

export function serviceToken({ clock, read }: ServiceTokenOptions): Credentials {
  let kept: { readonly token: Promise<string>; readonly at: number } | undefined;
  const headers = async () => {
    if (kept === undefined || clock.now() - kept.at >= keepMs) {
      const reading = { token: read(), at: clock.now() };
      reading.token.catch(() => {
        if (kept === reading) kept = undefined;
      });
      kept = reading;
    }
    return bearer(await kept.token);
  };
  const refused = () => {
    // A token that was just read will not be better when read again.
    const stale = kept !== undefined && clock.now() > kept.at;
    kept = undefined;
    return stale;
  };
  return { headers, refused };
}

export function callerCredentials(caller: CallerIdentity): Credentials {
  const { impersonate } = caller;
  const headers: Record<string, string | readonly string[]> = { ...bearer(caller.token) };
  if (impersonate !== undefined) {
    headers['impersonate-user'] = impersonate.user;
    if (impersonate.groups?.length) headers['impersonate-group'] = impersonate.groups;
    if (impersonate.uid !== undefined) headers['impersonate-uid'] = impersonate.uid;
  }
  return { headers: () => Promise.resolve(headers), refused: () => false };
}

function bearer(token: string): { authorization: string } {
  // A header with line breaks would be another header; sockets refuse it with the value in the message.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new Error('The token is not one: it is empty or has characters that tokens do not have.');
  return { authorization: `Bearer ${token}` };
}
