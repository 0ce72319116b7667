/** What goes wrong between a client and its API server. */
export type Fault =
  /** Connections break: requests before their answer, watches at once. */
  | { readonly type: 'reset' }
  /** No answer, and no word more of a watch. The connections break when the fault is over, since nobody knows them. */
  | { readonly type: 'silence' }
  /** Answers and events come late; what is under way arrives when the fault is over. */
  | { readonly type: 'delay'; readonly ms: number }
  /** Another answer than the server's; open watches break. */
  | {
      readonly type: 'status';
      readonly code: number;
      readonly reason: string;
      readonly retryAfterSeconds?: number;
    }
  /** Watches end as they do when their time is up. */
  | { readonly type: 'end' }
  /** Watches break in the middle of their next line. */
  | { readonly type: 'cut' }
  /** Watches are told that their version is too old. */
  | { readonly type: 'expire' }
  /** Lists are answered as they were the last time. */
  | { readonly type: 'stale' };

export interface FaultRule {
  readonly fault: Fault;
  /** Default: both. */
  readonly to?: 'lists' | 'watches';
  /** Strikes this share of the requests, from 0 to 1; default all. */
  readonly share?: number;
  /** Strikes so often; default until healed. */
  readonly times?: number;
}

export function reset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

function statusText(code: number, reason: string, message: string): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code });
}

export function failureText({ code, reason }: Extract<Fault, { type: 'status' }>): string {
  return statusText(code, reason, 'injected between client and server');
}

export function expiredLine(): string {
  const status = statusText(410, 'Expired', 'too old resource version: injected between client and server');
  return `{"type":"ERROR","object":${status}}\n`;
}
