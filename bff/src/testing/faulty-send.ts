import type { Send, WireRequest, WireResponse } from '../platform/wire.ts';

/** What happens to the k-th write (POST, PUT, PATCH, DELETE) that the predicate lets count; k from 1. */
export interface WriteFault {
  readonly at: number;
  readonly kind: WriteFaultKind;
}

export type WriteFaultKind =
  /** The write is never sent; from then on everything that this process sends is cut off. */
  | 'crash-before'
  /** The write takes effect, its answer is lost; from then on everything that this process sends is cut off. */
  | 'crash-after'
  /** The write takes effect, its answer is lost; the process lives and sees a reset connection. */
  | 'lost-response'
  /** The write is not sent; the caller gets this answer of the API server. */
  | { readonly status: number; readonly reason: string; readonly retryAfterSeconds?: number };

export interface FaultySendOptions {
  readonly fault?: WriteFault;
  /** Which writes count; all by default. Lease renewals and events are best left out. */
  readonly counts?: (request: WireRequest) => boolean;
  /** Called once, at the moment of a crash: the harness aborts the process under test. */
  readonly onCrash?: () => void;
}

export interface FaultySend {
  readonly send: Send;
  /** Writes counted so far, as `METHOD path`. */
  readonly writes: readonly string[];
  readonly crashed: boolean;
  /** Crashes now, whatever has been counted. */
  crash(): void;
}

const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Wraps everything one process sends to one server. After a crash its requests, those under way included, are
 * rejected and its streams end with a reset, so that nothing of it reaches the server or hears from it again. A run
 * without a fault counts the writes; one run per write and kind then covers every place to be killed at.
 */
export function faultySend(inner: Send, options: FaultySendOptions = {}): FaultySend {
  const { fault, counts = () => true } = options;
  const writes: string[] = [];
  const dead = new AbortController();
  const crash = () => {
    if (dead.signal.aborted) return;
    dead.abort(reset('The process was killed.'));
    options.onCrash?.();
  };

  const pass = async (request: WireRequest): Promise<WireResponse> => {
    const signal = request.signal === undefined ? dead.signal : AbortSignal.any([request.signal, dead.signal]);
    const response = await untilDead(inner({ ...request, signal }), dead.signal);
    return { ...response, body: guarded(response.body, dead.signal) };
  };

  const strike = async (request: WireRequest, kind: WriteFaultKind): Promise<WireResponse> => {
    if (typeof kind === 'object') return refusal(kind);
    if (kind !== 'crash-before') await drain(await inner({ ...request, signal: undefined }));
    if (kind === 'lost-response') throw reset('The answer was lost.');
    crash();
    throw dead.signal.reason as Error;
  };

  const send: Send = (request) => {
    if (dead.signal.aborted) return Promise.reject(dead.signal.reason as Error);
    if (!writing.has(request.method) || !counts(request)) return pass(request);
    writes.push(`${request.method} ${new URL(request.url).pathname}`);
    return fault?.at === writes.length ? strike(request, fault.kind) : pass(request);
  };

  return {
    send,
    writes,
    get crashed() {
      return dead.signal.aborted;
    },
    crash,
  };
}

function reset(message: string): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}

function untilDead<T>(work: Promise<T>, dead: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onDeath = () => {
      reject(dead.reason as Error);
    };
    dead.addEventListener('abort', onDeath, { once: true });
    if (dead.aborted) onDeath();
    work.then(resolve, reject).finally(() => {
      dead.removeEventListener('abort', onDeath);
    });
  });
}

function guarded(body: AsyncIterable<Uint8Array>, dead: AbortSignal): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const chunks = body[Symbol.asyncIterator]();
      return {
        next: () => untilDead(chunks.next(), dead),
        return: () => chunks.return?.() ?? Promise.resolve({ done: true as const, value: undefined }),
      };
    },
  };
}

async function drain(response: WireResponse): Promise<void> {
  const chunks = response.body[Symbol.asyncIterator]();
  while (!(await chunks.next()).done);
}

function refusal({ status, reason, retryAfterSeconds }: Exclude<WriteFaultKind, string>): WireResponse {
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: status,
    reason,
    message: `Injected: ${reason}.`,
  };
  const after = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return {
    status,
    headers: { 'content-type': 'application/json', ...after },
    body: {
      async *[Symbol.asyncIterator]() {
        yield await Promise.resolve(bytes);
      },
    },
  };
}
