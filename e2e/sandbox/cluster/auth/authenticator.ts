import type { WireRequest } from '../../wire.ts';
import { header } from '../../wire.ts';
import { badRequest, forbidden, unauthorized } from '../status-error.ts';
import type { Authorizer } from './rbac.ts';
import { denial } from './rbac.ts';
import type { Caller } from './caller.ts';
import { ANONYMOUS } from './caller.ts';

export interface TokenEntry {
  readonly token: string;
  readonly user: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
}

/** Bearer tokens: a fixed table, and whatever else issues them (service accounts). */
export class Authenticator {
  readonly #tokens = new Map<string, Caller>();
  readonly #issued: (token: string) => Caller | undefined;

  constructor(tokens: readonly TokenEntry[], issued: (token: string) => Caller | undefined) {
    this.#issued = issued;
    for (const { token, user, uid, groups = [] } of tokens)
      this.#tokens.set(token, {
        user,
        ...(uid === undefined ? {} : { uid }),
        groups: [...groups.filter((group) => group !== 'system:authenticated'), 'system:authenticated'],
      });
  }

  callerOf(token: string): Caller | undefined {
    return this.#tokens.get(token) ?? this.#issued(token);
  }

  /** Throws 401 for a token that is not known; no token is the anonymous user. */
  authenticate(request: WireRequest): Caller {
    const authorization = header(request, 'authorization');
    const token = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? websocketToken(request);
    if (token === undefined) {
      if (authorization === undefined) return ANONYMOUS;
      throw unauthorized();
    }
    const caller = this.callerOf(token);
    if (caller === undefined) throw unauthorized();
    return caller;
  }
}

/** Browsers cannot set headers on a WebSocket: the token stands among the protocols. */
function websocketToken(request: WireRequest): string | undefined {
  const match = /base64url\.bearer\.authorization\.k8s\.io\.([A-Za-z0-9_-]+)/.exec(
    header(request, 'sec-websocket-protocol') ?? '',
  );
  return match?.[1] === undefined ? undefined : Buffer.from(match[1], 'base64url').toString('utf8');
}

function all(request: WireRequest, name: string): string[] {
  const value = request.headers[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? value.split(/\s*,\s*/).filter((part) => part !== '') : [...value];
}

const EXTRA = 'impersonate-extra-';

/** Who the request acts as. Throws 403 where the caller may not impersonate each part. */
export function impersonate(request: WireRequest, caller: Caller, authorizer: Authorizer): Caller {
  const user = header(request, 'impersonate-user');
  const groups = all(request, 'impersonate-group');
  const uid = header(request, 'impersonate-uid');
  const extra = Object.fromEntries(
    Object.keys(request.headers)
      .filter((name) => name.startsWith(EXTRA))
      .map((name) => [decodeURIComponent(name.slice(EXTRA.length)), all(request, name)]),
  );
  if (user === undefined) {
    if (groups.length === 0 && uid === undefined && Object.keys(extra).length === 0) return caller;
    throw badRequest(`requested ${JSON.stringify(groups)} without impersonating a user name`);
  }
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  const asks = [
    account
      ? { group: '', resource: 'serviceaccounts', namespace: account[1], name: account[2] ?? '' }
      : { group: '', resource: 'users', name: user },
    ...groups.map((name) => ({ group: '', resource: 'groups', name })),
    ...(uid === undefined ? [] : [{ group: 'authentication.k8s.io', resource: 'uids', name: uid }]),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((name) => ({ group: 'authentication.k8s.io', resource: 'userextras', subresource: key, name })),
    ),
  ];
  for (const ask of asks) {
    const attributes = { verb: 'impersonate', ...ask };
    if (!authorizer.allows(caller, attributes))
      throw forbidden(
        { group: ask.group, plural: ask.resource, kind: ask.resource },
        ask.name,
        denial(caller, attributes),
      );
  }
  return { user, ...(uid === undefined ? {} : { uid }), groups: impersonatedGroups(user, account, groups), extra };
}

function impersonatedGroups(user: string, account: RegExpExecArray | null, asked: readonly string[]): string[] {
  const groups = [...asked];
  if (account && groups.length === 0)
    groups.push('system:serviceaccounts', `system:serviceaccounts:${account[1] ?? ''}`);
  const marker = user === ANONYMOUS.user ? 'system:unauthenticated' : 'system:authenticated';
  if (!groups.includes('system:authenticated') && !groups.includes('system:unauthenticated')) groups.push(marker);
  return groups;
}
