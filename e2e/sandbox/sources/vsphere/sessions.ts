import type { Clock } from '../../clock.ts';
import { VimFault } from './soap.ts';
import type { Value } from './values.ts';
import { data, dateTime } from './values.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface Session {
  readonly key: string;
  readonly user: string;
  readonly loginAt: number;
  lastActiveAt: number;
}

export interface SessionRules {
  readonly credentials: readonly Credentials[];
  /** A session ends when nothing was asked for so long. */
  readonly idleMs: number;
  /** Refused logins in a row after which an account is locked. */
  readonly lockAfter: number;
}

/** Who is signed in. Cookies of ended sessions are refused with NotAuthenticated. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #refused = new Map<string, number>();
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #ended: (session: Session) => void;
  #rules: SessionRules;
  #logins = 0;
  #refusedInAll = 0;

  constructor(of: { clock: Clock; random: () => number; rules: SessionRules; ended: (session: Session) => void }) {
    this.#clock = of.clock;
    this.#random = of.random;
    this.#rules = of.rules;
    this.#ended = of.ended;
  }

  /** Accepted logins so far. */
  get logins(): number {
    return this.#logins;
  }

  /** Refused logins so far. */
  get refusedLogins(): number {
    return this.#refusedInAll;
  }

  get open(): number {
    return this.#sessions.size;
  }

  isLocked(user: string): boolean {
    return (this.#refused.get(user) ?? 0) >= this.#rules.lockAfter;
  }

  setCredentials(credentials: readonly Credentials[]): void {
    this.#rules = { ...this.#rules, credentials };
  }

  /** Throws VimFault InvalidLogin, also for the right password of a locked account. */
  login(user: string, password: string): Session {
    this.#check(user, password);
    this.#logins += 1;
    const digits = Array.from({ length: 5 }, () =>
      Math.floor(this.#random() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0'),
    );
    const now = this.#clock.now();
    const session = { key: digits.join(''), user, loginAt: now, lastActiveAt: now };
    this.#sessions.set(session.key, session);
    return session;
  }

  #check(user: string, password: string): void {
    const isRight = this.#rules.credentials.some((known) => known.user === user && known.password === password);
    if (isRight && !this.isLocked(user)) {
      this.#refused.delete(user);
      return;
    }
    this.#refusedInAll += 1;
    this.#refused.set(user, (this.#refused.get(user) ?? 0) + 1);
    throw new VimFault('InvalidLogin', 'Cannot complete login due to an incorrect user name or password.');
  }

  /** Whether a Basic authorization is that of an account; counts like a login. */
  accepts(user: string, password: string): boolean {
    try {
      this.#check(user, password);
      return true;
    } catch {
      return false;
    }
  }

  /** Undefined where `login` would throw. */
  tryLogin(user: string, password: string): Session | undefined {
    try {
      return this.login(user, password);
    } catch {
      return undefined;
    }
  }

  /** The live session of a cookie header. */
  find(cookie: string | undefined): Session | undefined {
    return this.live(/(?:^|;\s*)vmware_soap_session="?([0-9a-f]+)"?/.exec(cookie ?? '')?.[1]);
  }

  /** The session with this key, unless it was idle for too long; it counts as used now. */
  live(key: string | undefined): Session | undefined {
    const session = key === undefined ? undefined : this.#sessions.get(key);
    if (session === undefined) return undefined;
    const now = this.#clock.now();
    if (now - session.lastActiveAt > this.#rules.idleMs) {
      this.end(session);
      return undefined;
    }
    session.lastActiveAt = now;
    return session;
  }

  byKey(key: string | undefined): Session | undefined {
    return key === undefined ? undefined : this.#sessions.get(key);
  }

  end(session: Session): void {
    if (this.#sessions.delete(session.key)) this.#ended(session);
  }

  /** Ends every session, as a restart of the server does. */
  endAll(): void {
    for (const session of [...this.#sessions.values()]) this.end(session);
  }
}

/** UserSession. */
export function userSession(session: Session): Value {
  return data('UserSession', {
    key: session.key,
    userName: session.user,
    fullName: session.user,
    loginTime: dateTime(session.loginAt),
    lastActiveTime: dateTime(session.lastActiveAt),
    locale: 'en',
    messageLocale: 'en',
    extensionSession: false,
    ipAddress: '127.0.0.1',
    userAgent: '',
    callCount: { kind: 'scalar', type: 'xsd:long', text: '0' },
  });
}

export function notAuthenticated(): VimFault {
  return new VimFault('NotAuthenticated', 'The session is not authenticated.', {
    object: { kind: 'reference', type: 'Folder', id: 'group-d1' },
    privilegeId: 'System.View',
  });
}
