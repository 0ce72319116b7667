import { randomBytes } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Caller } from './caller.ts';

const lifetimeMs = 30_000;
const limit = 10_000;

/** One-use tickets for live connections: a WebSocket cannot carry the CSRF header that a POST can. */
export class LiveTickets {
  readonly #clock: Clock;
  readonly #tickets = new Map<string, { readonly caller: Caller; readonly ends: number }>();
  readonly expiresInSeconds = lifetimeMs / 1000;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(caller: Caller): string {
    for (const [ticket, { ends }] of this.#tickets) {
      if (ends > this.#clock.now() && this.#tickets.size < limit) break;
      this.#tickets.delete(ticket);
    }
    const ticket = randomBytes(32).toString('base64url');
    this.#tickets.set(ticket, { caller, ends: this.#clock.now() + lifetimeMs });
    return ticket;
  }

  /** The caller it was issued to, once and in time; undefined otherwise. */
  redeem(ticket: string): Caller | undefined {
    const found = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    return found !== undefined && found.ends > this.#clock.now() ? found.caller : undefined;
  }
}
