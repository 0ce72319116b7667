import type { Clock } from '../../clock.ts';
import { sleep } from '../../clock.ts';
import { bodyOf, type WireResponse } from '../../wire.ts';
import { faultAnswer, VimFault } from './soap.ts';

/** What goes wrong with calls of one method. */
export interface FaultRule {
  /** A SOAP method, `GetFile`, `HeadFile`, or `*`; with an action of tasks an operation, as `VirtualMachine.createSnapshot`. */
  readonly method: string;
  /** Only of files whose path holds this text; all calls when not given. */
  readonly path?: string;
  /** The first call concerned, counted from when the rule was added; 1 when not given. */
  readonly nth?: number;
  /** How many calls from that on; 1 when not given. */
  readonly times?: number;
  readonly action: FaultAction;
}

export type FaultAction =
  | { readonly kind: 'soap'; readonly type: string; readonly message: string }
  | { readonly kind: 'status'; readonly status: number }
  /** The connection ends without an answer: before the call has any effect, or after it. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** The body ends in the middle after so many bytes. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | TaskFault;

/** What goes wrong with a task that was begun. */
export type TaskFault =
  | { readonly kind: 'fails'; readonly type: string; readonly message: string }
  /** So long or, without a number, for ever. */
  | { readonly kind: 'lasts'; readonly ms?: number };

interface Counted {
  readonly rule: FaultRule;
  calls: number;
}

/** Faults that tests and demonstrations ask for. */
export class FaultRules {
  #rules: Counted[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The returned function takes the rule away again. */
  add(rule: FaultRule): () => void {
    const counted = { rule, calls: 0 };
    this.#rules.push(counted);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== counted);
    };
  }

  clear(): void {
    this.#rules = [];
  }

  /** Performs `call` of `method` as the rules say. Rejects where the connection is dropped. */
  async apply(
    { method, path = '' }: { readonly method: string; readonly path?: string },
    signal: AbortSignal | undefined,
    call: () => Promise<WireResponse>,
  ): Promise<WireResponse> {
    const actions = this.#due({ method, path }, isOfCall);
    for (const action of actions) {
      if (action.kind === 'delay') await sleep(this.#clock, action.ms, signal);
      if (action.kind === 'drop' && action.when === 'before') throw connectionReset();
      if (action.kind === 'soap') return faultAnswer(new VimFault(action.type, action.message));
      if (action.kind === 'status')
        return { status: action.status, headers: { 'content-type': 'text/plain' }, body: bodyOf('Injected.') };
    }
    let response = await call();
    for (const action of actions) {
      if (action.kind === 'drop') throw connectionReset();
      if (action.kind === 'slow')
        response = { ...response, body: paced(response.body, action.bytesPerSecond, this.#clock, signal) };
      if (action.kind === 'cut') response = { ...response, body: cut(response.body, action.afterBytes) };
    }
    return response;
  }

  /** For a task of `operation` that begins now. */
  ofTask(operation: string): TaskFault | undefined {
    return this.#due({ method: operation, path: '' }, isOfTask)[0];
  }

  #due<A extends FaultAction>(
    { method, path }: { readonly method: string; readonly path: string },
    isMeant: (action: FaultAction) => action is A,
  ): A[] {
    const due: A[] = [];
    for (const counted of this.#rules) {
      const { rule } = counted;
      if (!isMeant(rule.action) || (rule.method !== '*' && rule.method !== method)) continue;
      if (rule.path !== undefined && !path.includes(rule.path)) continue;
      counted.calls += 1;
      const first = rule.nth ?? 1;
      if (counted.calls >= first && counted.calls < first + (rule.times ?? 1)) due.push(rule.action);
    }
    return due;
  }
}

function isOfTask(action: FaultAction): action is TaskFault {
  return action.kind === 'fails' || action.kind === 'lasts';
}

function isOfCall(action: FaultAction): action is Exclude<FaultAction, TaskFault> {
  return !isOfTask(action);
}

function connectionReset(): Error {
  return Object.assign(new Error('The connection was reset.'), { code: 'ECONNRESET' });
}

/** `body` at no more than `bytesPerSecond`. */
export async function* paced(
  body: AsyncIterable<Uint8Array>,
  bytesPerSecond: number,
  clock: Clock,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const step = Math.max(1, Math.floor(bytesPerSecond / 10));
  for await (const chunk of body) {
    for (let offset = 0; offset < chunk.length; offset += step) {
      const piece = chunk.subarray(offset, offset + step);
      await sleep(clock, (piece.length * 1000) / bytesPerSecond, signal);
      yield piece;
    }
  }
}

async function* cut(body: AsyncIterable<Uint8Array>, afterBytes: number): AsyncGenerator<Uint8Array> {
  let left = afterBytes;
  for await (const chunk of body) {
    if (chunk.length >= left) {
      yield chunk.subarray(0, left);
      throw connectionReset();
    }
    left -= chunk.length;
    yield chunk;
  }
}

const actionKinds = ['soap', 'status', 'drop', 'delay', 'slow', 'cut', 'fails', 'lasts'];

/** A rule from outside; undefined for anything else. */
export function parseFaultRule(value: unknown): FaultRule | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { method, action } = value as { method?: unknown; action?: unknown };
  if (typeof method !== 'string' || typeof action !== 'object' || action === null) return undefined;
  const { kind } = action as { kind?: unknown };
  return typeof kind === 'string' && actionKinds.includes(kind) ? (value as FaultRule) : undefined;
}
