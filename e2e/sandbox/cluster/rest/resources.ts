import type { WireResponse } from '../../wire.ts';
import type { Clock } from '../../clock.ts';
import type { FaultBoard } from '../faults.ts';
import { listPage, parseRevision } from '../listing.ts';
import type { Selection } from '../matcher.ts';
import { selection } from '../matcher.ts';
import type { KubeObject } from '../object.ts';
import { timestamp } from '../object.ts';
import type { Objects } from '../objects.ts';
import { finished } from '../pausing.ts';
import type { Random } from '../random.ts';
import type { ResourceType } from '../resource-type.ts';
import type { Store } from '../store.ts';
import {
  badRequest,
  internal,
  invalid,
  methodNotAllowed,
  noSuchPath,
  resourceVersionTooLarge,
} from '../status-error.ts';
import { WatchStream } from '../watching.ts';
import type { OpenWatch } from '../watching.ts';
import { applyRequest } from './apply-request.ts';
import { decodeBody, readBody, readPatch } from './bodies.ts';
import { applyOptions, fieldManager } from './field-manager.ts';
import { deletionAnswer, deletionOptions } from './deletion.ts';
import type { Exchange } from './exchange.ts';
import { dryRunOf, numberOf, optionsOf } from './exchange.ts';
import { presentation } from './presentation.ts';
import { answer } from './respond.ts';
import { truthy } from './request-info.ts';

export interface ResourceParts {
  readonly store: Store;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly random: Random;
  readonly watches: Set<OpenWatch>;
  readonly faults: FaultBoard;
}

/** The resource a request is about, resolved to a kind that is served. */
export interface Target {
  readonly type: ResourceType;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

export type NamedTarget = Target & { readonly name: string };

const SHORTEST_WATCH_S = 1800;

/** The verbs that every kind has. */
export class ResourceHandlers {
  readonly #parts: ResourceParts;

  constructor(parts: ResourceParts) {
    this.#parts = parts;
  }

  get(exchange: Exchange, target: NamedTarget): WireResponse {
    const revision = parseRevision(exchange.query.get('resourceVersion') ?? undefined) ?? 0;
    if (revision > this.#parts.store.revision) throw resourceVersionTooLarge(revision, this.#parts.store.revision);
    const object = this.#parts.objects.get(target.type, target.namespace, target.name);
    return answer(200, this.#shown(exchange, target.type).one(object));
  }

  list(exchange: Exchange, target: Target): WireResponse {
    const { query } = exchange;
    const shown = this.#shown(exchange, target.type);
    const limit = numberOf(query, 'limit') ?? 0;
    if (limit < 0) throw badRequest('limit must be non-negative');
    const page = listPage(this.#parts.store, target.type, {
      namespace: target.namespace,
      selection: this.#selection(exchange, target.type),
      limit,
      continueToken: query.get('continue') ?? undefined,
      resourceVersion: query.get('resourceVersion') ?? undefined,
      resourceVersionMatch: query.get('resourceVersionMatch') ?? undefined,
      staleRevision: this.#parts.faults.staleRevision(target.type),
    });
    return answer(200, shown.list(page.items, page.metadata));
  }

  watch(exchange: Exchange, target: Target): WireResponse {
    const { query, request } = exchange;
    const { store, clock, random, watches } = this.#parts;
    const revision = watchRevision(query.get('resourceVersion') ?? undefined);
    const initial = query.get('sendInitialEvents');
    this.#checkInitialEvents(exchange, initial);
    const seconds = numberOf(query, 'timeoutSeconds') ?? 0;
    const timeout = seconds > 0 ? seconds : SHORTEST_WATCH_S + random.below(SHORTEST_WATCH_S);
    const stream: WatchStream = new WatchStream({
      store,
      clock,
      type: target.type,
      query: {
        namespace: target.namespace,
        selection: this.#selection(exchange, target.type),
        revision,
        bookmarks: truthy(query.get('allowWatchBookmarks')),
        sendInitialEvents: initial === null ? undefined : initial === 'true',
        timeoutMs: timeout * 1000,
        present: this.#shown(exchange, target.type).event(),
        signal: request.signal,
      },
      onEnd: () => queueMicrotask(() => watches.delete(stream)),
    });
    watches.add(stream);
    return {
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' },
      body: stream.body(),
    };
  }

  async create(exchange: Exchange, target: Target): Promise<WireResponse> {
    const { type, namespace } = target;
    if (target.name !== undefined) throw methodNotAllowed();
    if (type.namespaced && namespace === undefined) throw type.custom ? noSuchPath() : methodNotAllowed();
    const { objects } = this.#parts;
    const json = readBody(exchange);
    const object = decodeBody(exchange, type, json);
    const created = await finished(objects.creating(type, namespace, object, this.#writeOptions(exchange)));
    return answer(201, this.#shown(exchange, type).one(created), exchange.warnings);
  }

  async update(exchange: Exchange, target: NamedTarget): Promise<WireResponse> {
    const { type, name, namespace, subresource } = target;
    const wanted = decodeBody(exchange, type, readBody(exchange));
    if (wanted.metadata.name === '') wanted.metadata.name = name;
    if (wanted.metadata.name !== name)
      throw badRequest(`the name of the object (${wanted.metadata.name}) does not match the name on the URL (${name})`);
    if (wanted.metadata.namespace !== undefined && wanted.metadata.namespace !== namespace)
      throw badRequest('the namespace of the object does not match the namespace on the request');
    const options = { ...this.#writeOptions(exchange), subresource, requireRevision: type.custom };
    const result = await finished(this.#parts.objects.updating(type, { namespace, name }, () => wanted, options));
    return answer(200, this.#shown(exchange, type).one(result), exchange.warnings);
  }

  async patch(exchange: Exchange, target: NamedTarget): Promise<WireResponse> {
    const { type, name, namespace, subresource } = target;
    applyOptions(exchange, 'patch');
    const change = readPatch(exchange, type);
    const build = (current: KubeObject) => {
      const wanted = decodeBody(exchange, type, change(current), { patched: true });
      if (wanted.metadata.name !== name)
        throw badRequest(
          `the name of the object (${wanted.metadata.name}) does not match the name on the URL (${name})`,
        );
      return wanted;
    };
    const options = { ...this.#writeOptions(exchange), subresource, patch: true };
    const result = await finished(this.#parts.objects.updating(type, { namespace, name }, build, options));
    return answer(200, this.#shown(exchange, type).one(result), exchange.warnings);
  }

  async apply(exchange: Exchange, target: NamedTarget): Promise<WireResponse> {
    const { type, name, namespace, subresource } = target;
    const { objects, clock } = this.#parts;
    const request = applyRequest(exchange, target, timestamp(clock.now()));
    const options = { ...this.#writeOptions(exchange), applied: true };
    if (objects.find(type, namespace, name) === undefined) {
      const created = await finished(objects.creating(type, namespace, request.created(), options));
      return answer(201, this.#shown(exchange, type).one(created), exchange.warnings);
    }
    const at = { namespace, name };
    const updating = objects.updating(type, at, request.next, { ...options, subresource, patch: true });
    return answer(200, this.#shown(exchange, type).one(await finished(updating)), exchange.warnings);
  }

  async delete(exchange: Exchange, target: NamedTarget): Promise<WireResponse> {
    const { type, name, namespace } = target;
    const options = { ...this.#writeOptions(exchange), ...deletionOptions(exchange) };
    const deletion = await finished(this.#parts.objects.deleting(type, { namespace, name }, options));
    return answer(200, deletionAnswer(type, deletion), exchange.warnings);
  }

  async deleteCollection(exchange: Exchange, target: Target): Promise<WireResponse> {
    const { type, namespace } = target;
    const { matches } = this.#selection(exchange, type);
    const options = { ...this.#writeOptions(exchange), ...deletionOptions(exchange), ofCollection: true };
    const deleted: KubeObject[] = [];
    for (const object of this.#parts.store.list(type.collection, namespace)) {
      if (!matches(object)) continue;
      const at = { namespace: object.metadata.namespace, name: object.metadata.name };
      deleted.push((await finished(this.#parts.objects.deleting(type, at, options))).object);
    }
    return answer(
      200,
      this.#shown(exchange, type).list(deleted, { resourceVersion: String(this.#parts.store.revision) }),
      exchange.warnings,
    );
  }

  #selection({ query }: Exchange, type: ResourceType): Selection {
    return selection(type, {
      labelSelector: query.get('labelSelector') ?? undefined,
      fieldSelector: query.get('fieldSelector') ?? undefined,
    });
  }

  #shown({ request, query }: Exchange, type: ResourceType) {
    return presentation(type, request, { now: this.#parts.clock.now(), includeObject: query.get('includeObject') });
  }

  #checkInitialEvents({ query }: Exchange, initial: string | null): void {
    const match = query.get('resourceVersionMatch');
    const refuse = (field: string, message: string) =>
      invalid({ group: 'meta.k8s.io', plural: 'options', kind: 'ListOptions' }, '', [
        { reason: 'FieldValueForbidden', field, message },
      ]);
    if (initial === null) {
      if (match !== null && match !== '')
        throw refuse(
          'resourceVersionMatch',
          'Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
        );
      return;
    }
    if (match !== 'NotOlderThan')
      throw refuse(
        'resourceVersionMatch',
        'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      );
  }

  #writeOptions(exchange: Exchange) {
    const { caller, query, warnings } = exchange;
    const manager = fieldManager(exchange);
    return { caller, warnings, dryRun: dryRunOf(query), asked: optionsOf(query), manager };
  }
}

function watchRevision(text: string | undefined): number | undefined {
  try {
    return parseRevision(text);
  } catch (error) {
    // Where a list answers 400, a watch answers 500.
    throw internal(error instanceof Error ? error.message : 'invalid resource version');
  }
}
