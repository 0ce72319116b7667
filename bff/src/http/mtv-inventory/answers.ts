import { InvalidInputError, KnownError, NotFoundError } from '../../platform/errors.ts';
import { fullDetail, listed, listRequest } from './list-request.ts';
import type { Permission, Permitted } from './permission.ts';
import { providerList, providerResource, providerTypes } from './provider-resources.ts';
import type { CollectionList, CollectionView } from './provider-view.ts';

/** A GET, as a route gets it. */
export interface Asked {
  readonly headers: Parameters<Permission['toGet']>[0];
  /** Parts of the path by name. */
  readonly at: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly signal: AbortSignal;
}

/** Nothing but a change feed was asked for, by other means than a WebSocket, or of what cannot be watched. */
export class NotWatchableError extends KnownError {
  override readonly status = 501;
}

/** The first load takes too long; the answer has no body. */
export class NotLoadedError extends KnownError {
  override readonly status = 206;
}

type Answer = (permission: Permission, asked: Asked) => Promise<unknown>;

/** Everything that can be read, by path; the first that fits answers. */
export const answers: Readonly<Record<string, Answer>> = {
  '/providers': async (permission, { headers, query, ...asked }) => {
    refuseWatch(headers, asked);
    const request = listRequest(query);
    const permitted = await permission.toList(headers, request.namespace);
    const lists = providerTypes.map(async (type) => [type, await providerList(permitted, type, request)] as const);
    return Object.fromEntries(await Promise.all(lists));
  },
  '/providers/:type': async (permission, { headers, at, query }) => {
    refuseWatch(headers, { at });
    const { type = '' } = at;
    const request = listRequest(query);
    const permitted = await permission.toList(headers, request.namespace);
    if (!providerTypes.includes(type)) throw new NotFoundError(`There is no type of provider ${type}.`);
    return providerList(permitted, type, request);
  },
  '/providers/:type/:uid': async (permission, asked) => {
    refuseWatch(asked.headers, asked);
    listRequest(asked.query);
    return providerResource(await loadedProvider(permission, asked), fullDetail);
  },
  '/providers/:type/:uid/tree/:tree': async (permission, asked) => {
    refuseWatch(asked.headers, asked);
    const { detail } = listRequest(asked.query);
    const { trees } = (await loadedProvider(permission, asked)).view;
    const { tree = '' } = asked.at;
    return (own(trees, tree) ?? missing(`tree ${tree}`))(detail);
  },
  '/providers/:type/:uid/:collection': async (permission, asked) => {
    const request = listRequest(asked.query);
    const { view } = await loadedProvider(permission, asked);
    const list = listOf(own(view.collections, asked.at.collection ?? ''), asked.at.collection);
    if (asksToWatch(asked.headers)) {
      if (list.changed === undefined) throw new NotWatchableError('The collection cannot be watched.');
      throw new InvalidInputError('A watch needs a WebSocket.');
    }
    return listed(await list.all(), list, request);
  },
  '/providers/:type/:uid/:collection/:id': async (permission, asked) => {
    listRequest(asked.query);
    const { view } = await loadedProvider(permission, asked);
    const { collection = '', id = '' } = asked.at;
    const entry = await (own(view.collections, collection) ?? missing(`collection ${collection}`)).get(id);
    return (entry ?? missing(`object ${id}`)).shown(fullDetail);
  },
};

/** The provider of a path, once its inventory is there. Throws as Permission.toGet does, and NotLoadedError. */
export async function loadedProvider(
  permission: Permission,
  { headers, at, signal }: Pick<Asked, 'headers' | 'at' | 'signal'>,
): Promise<Permitted> {
  const permitted = await permission.toGet(headers, { type: at.type ?? '', uid: at.uid ?? '' });
  if (!(await permitted.view.loaded(signal))) throw new NotLoadedError('The inventory is being read.');
  return permitted;
}

export function asksToWatch(headers: Asked['headers']): boolean {
  return headers['x-watch'] !== undefined;
}

/** Throws NotFoundError where there is no such collection, or none that can be listed. */
export function listOf(view: CollectionView | undefined, name = ''): CollectionList {
  return view?.list ?? missing(`collection ${name}`);
}

function refuseWatch(headers: Asked['headers'], { at }: Pick<Asked, 'at'>): void {
  if (asksToWatch(headers)) throw new InvalidInputError(`${at.type ?? 'The list'} cannot be watched as a whole.`);
}

export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function missing(what: string): never {
  throw new NotFoundError(`There is no ${what}.`);
}
