import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import { ConflictError } from '../platform/errors.ts';

/** The same password is not tried a fourth time, and one user not a tenth time, so that no account is locked. */
const mostPerPassword = 3;
const mostPerUser = 9;
const rememberedMs = 15 * 60_000;
const keptLimit = 1000;

export interface SignIn {
  /** Origin of the server. */
  readonly server: string;
  readonly user: string;
  readonly password: string;
}

/** Counts refused sign-ins per server and user for a quarter of an hour; forgotten when one succeeds. */
export class Refusals {
  readonly #clock: Clock;
  readonly #salt = randomBytes(32);
  readonly #entries = new Map<string, { readonly passwords: readonly string[]; readonly ends: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws ConflictError (`sign-in-stopped`). */
  check(signIn: SignIn): void {
    const refused = this.#refused(signIn);
    const same = refused.filter((password) => password === this.#digest(signIn)).length;
    if (same < mostPerPassword && refused.length < mostPerUser) return;
    throw new ConflictError(
      `Sign-ins of ${signIn.user} were refused too often; more attempts could lock the account.`,
      {
        code: 'sign-in-stopped',
        parameters: { user: signIn.user },
      },
    );
  }

  add(signIn: SignIn): void {
    const passwords = [...this.#refused(signIn), this.#digest(signIn)];
    this.forget(signIn);
    this.#entries.set(keyOf(signIn), { passwords, ends: this.#clock.now() + rememberedMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > keptLimit && oldest !== undefined) this.#entries.delete(oldest);
  }

  forget(signIn: SignIn): void {
    this.#entries.delete(keyOf(signIn));
  }

  #refused(signIn: SignIn): readonly string[] {
    const entry = this.#entries.get(keyOf(signIn));
    return entry !== undefined && entry.ends > this.#clock.now() ? entry.passwords : [];
  }

  #digest({ password }: SignIn): string {
    return createHmac('sha256', this.#salt).update(password).digest('base64url');
  }
}

function keyOf({ server, user }: SignIn): string {
  return JSON.stringify([server, user]);
}
