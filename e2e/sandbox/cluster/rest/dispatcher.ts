import { sleep } from '../../clock.ts';
import type { Handle, WireRequest, WireResponse } from '../../wire.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { Caller } from '../auth/caller.ts';
import type { Attributes, Authorizer } from '../auth/rbac.ts';
import { denial } from '../auth/rbac.ts';
import { review, reviewHandler } from '../auth/reviews.ts';
import type { ServiceAccountTokens } from '../auth/service-account-tokens.ts';
import { parseBody } from '../decode.ts';
import { answerPath } from '../discovery/paths.ts';
import type { FaultAction } from '../faults.ts';
import type { Registry } from '../registry.ts';
import { StatusError, forbidden, gone, methodNotAllowed, noSuchPath } from '../status-error.ts';
import { selection } from '../matcher.ts';
import { compressed } from './compression.ts';
import type { Exchange } from './exchange.ts';
import { PodLogs } from './pod-log.ts';
import type { ResourceRequest } from './request-info.ts';
import { parseResourcePath, verbOf } from './request-info.ts';
import { APPLY_TYPE, contentTypeOf } from './bodies.ts';
import type { NamedTarget, ResourceParts, Target } from './resources.ts';
import { ResourceHandlers } from './resources.ts';
import { answer, failure } from './respond.ts';
import { answerSandboxPath } from './sandbox-paths.ts';
import { answerSubresource } from './subresources.ts';

export interface DispatcherParts extends ResourceParts {
  readonly registry: Registry;
  readonly authorizer: Authorizer;
  readonly authenticator: Authenticator;
  readonly tokens: ServiceAccountTokens;
  /** Reaches pods by their addresses. */
  readonly pods: Handle;
}

/** Only what webhooks are asked about takes time. */
type Answering = WireResponse | Promise<WireResponse>;

/** What pods say is handed on as it is. */
const OF_PODS: ReadonlySet<string> = new Set(['log', 'proxy']);

function reset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

function statusOf(action: Extract<FaultAction, { type: 'status' }>): StatusError {
  const { code, reason, message = 'injected by the sandbox', retryAfterSeconds } = action;
  return new StatusError({
    code,
    message,
    ...(reason === undefined ? {} : { reason }),
    ...(retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } }),
  });
}

/** From an authenticated request to its answer: faults, access, and the part that answers. */
export class Dispatcher {
  readonly logs = new PodLogs();
  readonly #parts: DispatcherParts;
  readonly #handlers: ResourceHandlers;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#handlers = new ResourceHandlers(parts);
    parts.store.subscribe('/pods', ({ removed, object }) => {
      if (removed) this.logs.forget(object.metadata.namespace ?? '', object.metadata.name);
    });
  }

  async dispatch(request: WireRequest, caller: Caller): Promise<WireResponse> {
    const url = new URL(request.url);
    const exchange: Exchange = { request, url, query: url.searchParams, caller, warnings: [] };
    const asked = parseResourcePath(url.pathname);
    const verb = asked === undefined ? undefined : verbOf(request.method, asked.name, url.searchParams);
    const actions = url.pathname.startsWith('/sandbox/')
      ? []
      : this.#parts.faults.strike({
          method: request.method,
          path: url.pathname,
          user: caller.user,
          ...(verb === undefined ? {} : { verb }),
          ...(asked === undefined ? {} : withoutUndefined(asked)),
        });
    await this.#before(actions, request);
    const response = await this.#answered(exchange, asked, verb);
    const whole = asked !== undefined && !OF_PODS.has(asked.subresource ?? '') && verb !== 'watch';
    return this.#after(actions, whole ? await compressed(request, response) : response);
  }

  async #answered(exchange: Exchange, asked: ResourceRequest | undefined, verb: string | undefined) {
    try {
      return await (asked === undefined ? this.#path(exchange) : this.#resource(exchange, asked, verb));
    } catch (error) {
      if (error instanceof StatusError) return failure(error, exchange.warnings);
      throw error;
    }
  }

  async #before(actions: readonly FaultAction[], { signal }: WireRequest): Promise<void> {
    for (const action of actions) {
      if (action.type === 'delay') await sleep(this.#parts.clock, action.ms, signal);
      else if (action.type === 'status') throw statusOf(action);
      else if (action.type === 'drop' && action.when === 'before') throw reset();
    }
  }

  #after(actions: readonly FaultAction[], response: WireResponse): WireResponse {
    for (const action of actions) {
      if (action.type === 'drop' && action.when === 'after') throw reset();
      const newest = [...this.#parts.watches].at(-1);
      if (action.type === 'expire-watch') newest?.fail(gone('too old resource version: injected by the sandbox'));
      if (action.type === 'cut-watch') this.#parts.clock.after(action.afterMs, () => newest?.end('reset'));
    }
    return response;
  }

  #authorize({ caller }: Exchange, attributes: Attributes): void {
    if (this.#parts.authorizer.allows(caller, attributes)) return;
    const why = denial(caller, attributes);
    if (attributes.path === undefined) {
      const { group = '', resource = '', name = '' } = attributes;
      throw forbidden({ group, plural: resource, kind: resource }, name, why);
    }
    throw new StatusError({
      code: 403,
      reason: 'Forbidden',
      message: `forbidden: ${why}`,
      details: {},
    });
  }

  #path(exchange: Exchange): WireResponse {
    const { pathname } = exchange.url;
    this.#authorize(exchange, { verb: exchange.request.method.toLowerCase(), path: pathname });
    if (pathname.startsWith('/sandbox/'))
      return answerSandboxPath(exchange, {
        faults: this.#parts.faults,
        logs: this.logs,
        store: this.#parts.store,
        now: this.#parts.clock.now(),
      });
    if (exchange.request.method !== 'GET' && exchange.request.method !== 'HEAD') throw methodNotAllowed();
    return answerPath(exchange, this.#parts.registry);
  }

  #resource(exchange: Exchange, asked: ResourceRequest, verb: string | undefined): Answering {
    if (verb === undefined) throw methodNotAllowed();
    const type = this.#parts.registry.find(asked.group, asked.version, asked.plural);
    const many = verb === 'list' || verb === 'watch' || verb === 'deletecollection';
    const only =
      many && type !== undefined
        ? selection(type, { labelSelector: undefined, fieldSelector: selectable(exchange) }).name
        : undefined;
    this.#authorize(exchange, {
      verb,
      group: asked.group,
      version: asked.version,
      resource: asked.plural,
      subresource: asked.subresource ?? '',
      namespace: asked.namespace ?? '',
      ...(asked.name === undefined ? (only === undefined ? {} : { name: only }) : { name: asked.name }),
    });
    if (type === undefined) throw noSuchPath();
    if (asked.namespace !== undefined && !type.namespaced && type.collection !== '/namespaces') throw noSuchPath();
    const namespace = type.namespaced ? asked.namespace : undefined;
    if (type.namespaced && namespace === undefined && asked.name !== undefined) throw noSuchPath();
    const target = { type, namespace, name: asked.name, subresource: asked.subresource };
    if (target.subresource !== undefined && target.subresource !== 'status')
      return answerSubresource(exchange, target, { ...this.#parts, logs: this.logs });
    return this.#verb(exchange, target, verb);
  }

  #verb(exchange: Exchange, target: Target, verb: string): Answering {
    const { type, name, subresource } = target;
    if (subresource === 'status' && !type.subresources.includes('status')) throw noSuchPath();
    if (subresource === 'status' && !['get', 'update', 'patch'].includes(verb)) throw methodNotAllowed();
    if (!(type.verbs as readonly string[]).includes(verb)) throw methodNotAllowed();
    if (name === undefined)
      switch (verb) {
        case 'list':
          return this.#handlers.list(exchange, target);
        case 'watch':
          return this.#handlers.watch(exchange, target);
        case 'create':
          return this.#create(exchange, target);
        case 'deletecollection':
          return this.#handlers.deleteCollection(exchange, target);
        default:
          throw methodNotAllowed();
      }
    const named = { ...target, name };
    switch (verb) {
      case 'get':
        return this.#handlers.get(exchange, named);
      case 'update':
        return this.#handlers.update(exchange, named);
      case 'patch':
        return contentTypeOf(exchange) === APPLY_TYPE
          ? this.#apply(exchange, named)
          : this.#handlers.patch(exchange, named);
      case 'delete':
        return this.#handlers.delete(exchange, named);
      default:
        throw methodNotAllowed();
    }
  }

  /** Who applies what is not there creates it. */
  #apply(exchange: Exchange, target: NamedTarget): Answering {
    const { type, namespace, name, subresource } = target;
    if (subresource === undefined && this.#parts.objects.find(type, namespace, name) === undefined)
      this.#authorize(exchange, {
        verb: 'create',
        group: type.group,
        version: type.version,
        resource: type.plural,
        subresource: '',
        namespace: namespace ?? '',
        name,
      });
    return this.#handlers.apply(exchange, target);
  }

  #create(exchange: Exchange, target: Target): Answering {
    const handler = reviewHandler(target.type);
    if (handler === undefined) return this.#handlers.create(exchange, target);
    const { caller, request } = exchange;
    const { type, namespace } = target;
    const json = parseBody(request.body, contentTypeOf(exchange));
    return answer(201, review(handler, json, { caller, type, namespace }, this.#parts));
  }
}

function selectable({ query }: Exchange): string | undefined {
  const text = query.get('fieldSelector') ?? '';
  return text.split(',').find((term) => /^metadata\.name==?[^=]/.test(term));
}

function withoutUndefined(asked: ResourceRequest) {
  const { plural, subresource, namespace, name } = asked;
  return {
    resource: plural,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}
