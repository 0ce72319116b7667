/**
 * One HTTP exchange, the seam between the service and every server outside it: production sends over pooled sockets,
 * tests hand the same shapes to a simulator in their own process, and faults are injected by wrapping `Send`.
 */
export interface WireRequest {
  readonly method: string;
  /** Absolute URL, query included. */
  readonly url: string;
  /** Lower-case names; an array is sent as repeated headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

export interface WireResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Must be read to its end or returned early, or the connection is not reused. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Rejects only when no HTTP answer arrived; the error then carries the socket's `code` (ECONNREFUSED, ECONNRESET …). */
export type Send = (request: WireRequest) => Promise<WireResponse>;
