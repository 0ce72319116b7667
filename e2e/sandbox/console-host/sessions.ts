import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may sign in here; the token is what the API server knows them by. */
export interface ConsoleUser {
  readonly name: string;
  readonly password: string;
  readonly token: string;
}

export interface Session {
  readonly user: ConsoleUser;
  readonly csrfToken: string;
}

const lifetimeMs = 12 * 60 * 60 * 1000;

export function cookiesOf(request: IncomingMessage): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=') as [string, string?]);
  return new Map(pairs.map(([name, value]) => [name, value ?? '']));
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Signed-in browsers, in memory: restarting the host signs everybody out. */
export class Sessions {
  readonly #users: readonly ConsoleUser[];
  readonly #sessions = new Map<string, Session & { readonly ends: number }>();

  constructor(users: readonly ConsoleUser[]) {
    this.#users = users;
  }

  /** The cookies of a new session, or undefined when name or password is wrong. */
  signIn(name: string, password: string): readonly string[] | undefined {
    const user = this.#users.find((candidate) => candidate.name === name && same(candidate.password, password));
    if (user === undefined) return undefined;
    const id = randomBytes(24).toString('base64url');
    const csrfToken = randomBytes(24).toString('base64url');
    this.#sessions.set(id, { user, csrfToken, ends: Date.now() + lifetimeMs });
    // The console's names and attributes: the session is invisible to scripts, the CSRF token is readable.
    return [
      `openshift-session-token=${id}; Path=/; HttpOnly; SameSite=Strict`,
      `csrf-token=${csrfToken}; Path=/; SameSite=Strict`,
    ];
  }

  signOut(request: IncomingMessage): readonly string[] {
    this.#sessions.delete(cookiesOf(request).get('openshift-session-token') ?? '');
    return [
      'openshift-session-token=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
      'csrf-token=; Path=/; SameSite=Strict; Max-Age=0',
    ];
  }

  of(request: IncomingMessage): Session | undefined {
    const session = this.#sessions.get(cookiesOf(request).get('openshift-session-token') ?? '');
    return session !== undefined && session.ends > Date.now() ? session : undefined;
  }
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** The console's rule: every other method carries the cookie's token in a header as well. */
export function passesCsrf(request: IncomingMessage, session: Session): boolean {
  if (safeMethods.has(request.method ?? '')) return true;
  const sent = request.headers['x-csrftoken'];
  return (
    typeof sent === 'string' &&
    same(sent, session.csrfToken) &&
    cookiesOf(request).get('csrf-token') === session.csrfToken
  );
}
