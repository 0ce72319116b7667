import { createHmac, timingSafeEqual } from 'node:crypto';
import { at, textAt, textsAt } from '../json.ts';
import type { Store } from '../store.ts';
import type { Caller } from './caller.ts';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';

interface Parts {
  readonly store: Store;
  /** Milliseconds. */
  readonly now: () => number;
  /** Signing key. */
  readonly key: string;
}

export interface IssueRequest {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  /** The token lives no longer than this pod. */
  readonly pod?: { readonly name: string; readonly uid: string };
}

export interface IssuedToken {
  readonly token: string;
  /** Milliseconds. */
  readonly expires: number;
}

function part(json: unknown): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

function serviceAccountCaller(namespace: string, name: string, uid: string): Caller {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

/** Tokens of service accounts: signed, bound to the account's uid, of limited life. */
export class ServiceAccountTokens {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  issue(request: IssueRequest): IssuedToken {
    const seconds = Math.floor(this.#parts.now() / 1000);
    const { namespace, name, uid, audiences, expirationSeconds, pod } = request;
    const claims = {
      aud: audiences.length > 0 ? audiences : [ISSUER],
      exp: seconds + expirationSeconds,
      iat: seconds,
      iss: ISSUER,
      'kubernetes.io': { namespace, serviceaccount: { name, uid }, ...(pod === undefined ? {} : { pod }) },
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
    return { token: `${content}.${this.#sign(content)}`, expires: (seconds + expirationSeconds) * 1000 };
  }

  /** The account a token was issued to, while both live. */
  callerOf(token: string): Caller | undefined {
    const match = /^([\w-]+\.([\w-]+))\.([\w-]+)$/.exec(token);
    if (match === null || !this.#signed(match[1] ?? '', match[3] ?? '')) return undefined;
    const claims: unknown = JSON.parse(Buffer.from(match[2] ?? '', 'base64url').toString('utf8'));
    const expires = at(claims, 'exp');
    if (typeof expires !== 'number' || expires * 1000 <= this.#parts.now()) return undefined;
    if (!textsAt(claims, 'aud').includes(ISSUER)) return undefined;
    const namespace = textAt(claims, 'kubernetes.io', 'namespace') ?? '';
    const pod = textAt(claims, 'kubernetes.io', 'pod', 'name');
    const running = pod === undefined ? undefined : this.#parts.store.get('/pods', `${namespace}/${pod}`);
    if (pod !== undefined && running?.metadata.uid !== textAt(claims, 'kubernetes.io', 'pod', 'uid')) return undefined;
    const name = textAt(claims, 'kubernetes.io', 'serviceaccount', 'name') ?? '';
    const uid = textAt(claims, 'kubernetes.io', 'serviceaccount', 'uid') ?? '';
    const account = this.#parts.store.get('/serviceaccounts', `${namespace}/${name}`);
    return account?.metadata.uid === uid ? serviceAccountCaller(namespace, name, uid) : undefined;
  }

  #sign(content: string): string {
    return createHmac('sha256', this.#parts.key).update(content).digest('base64url');
  }

  #signed(content: string, signature: string): boolean {
    const wanted = Buffer.from(this.#sign(content));
    const given = Buffer.from(signature);
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  }
}
