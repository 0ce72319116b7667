import { createHash } from 'node:crypto';
import {
  selfSubjectAccessReviews,
  selfSubjectReviews,
  tokenReviews,
  type ResourceAttributes,
  type SelfSubjectAccessReview,
  type TokenReview,
  type UserInfo,
} from '../api/kinds/access.ts';
import type { Client } from '../kube/client.ts';
import type { CallerIdentity, Cluster } from '../kube/cluster.ts';
import type { Clock } from '../platform/clock.ts';
import { ForbiddenError, InvalidInputError, UnauthenticatedError } from '../platform/errors.ts';
import { ExpiringCache } from '../platform/expiring-cache.ts';

/** Who asks. Everything done for them is done by `client`, so the API server decides what they may. */
export interface Caller {
  readonly user: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly client: Client;
  /** Stable per identity, free of secrets; the key of caches. */
  readonly key: string;
  may(access: ResourceAttributes): Promise<boolean>;
  /** Throws ForbiddenError naming verb, kind and project. */
  demand(access: ResourceAttributes): Promise<void>;
  /** The same caller, checked anew: throws UnauthenticatedError when the token has ended meanwhile. */
  renew(): Promise<Caller>;
}

type Identity = Pick<Caller, 'user' | 'uid' | 'groups'>;

const reviewLifetime = { lifetimeMs: 10_000, limit: 1000 };
const accessLifetime = { lifetimeMs: 10_000, limit: 20_000 };

/** Header values as they were sent: a list is not joined, for a comma may be part of a group's name. */
type Headers = Readonly<Record<string, readonly string[] | undefined>>;

function bearerToken(headers: Headers): string {
  const [value = '', ...others] = headers.authorization ?? [];
  const token = /^Bearer ([\w.~+/=-]{1,16384})$/i.exec(value)?.[1];
  if (token === undefined || others.length > 0)
    throw new UnauthenticatedError('The request carries no bearer token.', { code: 'unauthenticated' });
  return token;
}

/** Honoured whole or refused: dropping a part would answer for somebody else. */
function impersonation(headers: Headers): CallerIdentity['impersonate'] {
  const refused = (text: string) => new InvalidInputError(text, { code: 'impersonation-not-supported' });
  const users = headers['impersonate-user'] ?? [];
  const groups = headers['impersonate-group'] ?? [];
  const extra = Object.keys(headers).find(
    (name) => name.startsWith('impersonate-extra-') || name === 'impersonate-uid',
  );
  if (extra !== undefined) throw refused(`The header ${extra} is not supported.`);
  const [user, ...others] = users;
  if (others.length > 0) throw refused('Only one user can be impersonated.');
  if (user === undefined) {
    if (groups.length > 0) throw refused('Impersonate-Group needs Impersonate-User.');
    return undefined;
  }
  return { user, groups };
}

/** Finds out who sent a request; answers are kept for ten seconds by a hash of token and impersonation. */
export class Callers {
  readonly #cluster: Cluster;
  readonly #reviews: ExpiringCache<Identity>;
  readonly #access: ExpiringCache<boolean>;

  constructor(cluster: Cluster, clock: Clock) {
    this.#cluster = cluster;
    this.#reviews = new ExpiringCache(clock, reviewLifetime);
    this.#access = new ExpiringCache(clock, accessLifetime);
  }

  /** Throws UnauthenticatedError, ForbiddenError (impersonation not allowed) or InvalidInputError. */
  async of(headers: Headers): Promise<Caller> {
    const token = bearerToken(headers);
    return this.identify({ token, impersonate: impersonation(headers) });
  }

  async identify(identity: CallerIdentity): Promise<Caller> {
    const key = createHash('sha256')
      .update(JSON.stringify([identity.token, identity.impersonate]))
      .digest('base64url');
    const client = this.#cluster.as(identity);
    const info = await this.#reviews.get(key, () => this.#review(identity, client));
    const may = (access: ResourceAttributes) =>
      this.#access.get(`${key} ${JSON.stringify(access)}`, () => reviewAccess(client, access));
    return {
      ...info,
      client,
      key,
      may,
      renew: () => this.identify(identity),
      demand: async (access) => {
        if (!(await may(access))) throw forbidden(info.user, access);
      },
    };
  }

  async #review(identity: CallerIdentity, client: Client): Promise<Identity> {
    const review: TokenReview = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      metadata: { name: '' },
      spec: { token: identity.token },
    };
    const { status } = await this.#cluster.client.create(tokenReviews, review);
    if (status?.authenticated !== true)
      throw new UnauthenticatedError('The API server does not accept the token.', { code: 'unauthenticated' });
    if (identity.impersonate === undefined) {
      return identityOf(status.user);
    }
    const self = await client.create(selfSubjectReviews, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
      metadata: { name: '' },
    });
    return identityOf(self.status?.userInfo);
  }
}

function identityOf(info: UserInfo | undefined): Identity {
  return { user: info?.username ?? '', uid: info?.uid ?? '', groups: info?.groups ?? [] };
}

async function reviewAccess(client: Client, access: ResourceAttributes): Promise<boolean> {
  const review: SelfSubjectAccessReview = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: { name: '' },
    spec: { resourceAttributes: access },
  };
  const { status } = await client.create(selfSubjectAccessReviews, review);
  return status?.allowed === true;
}

function forbidden(user: string, access: ResourceAttributes): ForbiddenError {
  const { verb = '', resource = '', group = '', namespace } = access;
  const kind = group === '' ? resource : `${resource}.${group}`;
  const place = namespace === undefined ? 'in all projects' : `in project ${namespace}`;
  return new ForbiddenError(`${user} may not ${verb} ${kind} ${place}.`, {
    code: 'forbidden',
    parameters: { user, verb, resource, group, project: namespace ?? '' },
  });
}
