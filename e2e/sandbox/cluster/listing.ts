import type { Selection } from './matcher.ts';
import type { KubeObject } from './object.ts';
import { objectKey } from './object.ts';
import type { ResourceType } from './resource-type.ts';
import { served } from './resource-type.ts';
import { badRequest, expiredContinue, gone, invalid, resourceVersionTooLarge } from './status-error.ts';
import type { Store } from './store.ts';

export interface ListQuery {
  readonly namespace: string | undefined;
  readonly selection: Selection;
  readonly limit: number;
  readonly continueToken: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly resourceVersionMatch: string | undefined;
  /** Answers "any version" from this revision: a server that lags behind. */
  readonly staleRevision: number | undefined;
}

export interface Page {
  readonly items: KubeObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

interface Continuation {
  /** 0 = inconsistent: whatever is current. */
  readonly revision: number;
  /** Key of the last object of the page before. */
  readonly after: string;
}

function encode(continuation: Continuation): string {
  return Buffer.from(
    JSON.stringify({ v: 'meta.k8s.io/v1', rv: continuation.revision, start: continuation.after }),
  ).toString('base64url');
}

function parseContinuation(token: string): Continuation {
  try {
    const json = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Record<string, unknown>;
    const { rv, start } = json;
    if (typeof rv === 'number' && typeof start === 'string') return { revision: rv, after: start };
  } catch {
    // Falls through to the refusal below.
  }
  throw badRequest('continue key is not valid: invalid continue token');
}

/** Throws 400 where the text is no revision. */
export function parseRevision(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d+$/.test(text))
    throw badRequest(`resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  return Number(text);
}

function checkMatch(query: ListQuery, type: ResourceType): void {
  const { resourceVersionMatch: match, resourceVersion } = query;
  const refuse = (why: string) => {
    throw invalid({ ...type, kind: 'ListOptions', group: 'meta.k8s.io' }, '', [
      { reason: 'FieldValueForbidden', field: 'resourceVersionMatch', message: why },
    ]);
  };
  if (match === undefined || match === '') return;
  if (resourceVersion === undefined || resourceVersion === '')
    refuse('Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (query.continueToken !== undefined)
    refuse('Forbidden: resourceVersionMatch is forbidden when continue is provided');
  if (match !== 'Exact' && match !== 'NotOlderThan')
    refuse(`Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`);
  if (match === 'Exact' && resourceVersion === '0')
    refuse('Forbidden: resourceVersionMatch "Exact" is forbidden for resourceVersion "0"');
}

interface Snapshot {
  readonly objects: KubeObject[];
  readonly revision: number;
}

function atRevision(store: Store, type: ResourceType, revision: number, namespace: string | undefined): Snapshot {
  const objects = store.listAt(type.collection, revision, namespace);
  if (objects === undefined) throw gone(`The provided resource version is too old: ${revision}`);
  return { objects, revision };
}

function snapshot(store: Store, type: ResourceType, query: ListQuery): Snapshot {
  const current = (): Snapshot => ({
    objects: store.list(type.collection, query.namespace),
    revision: store.revision,
  });
  const asked = parseRevision(query.resourceVersion);
  if (asked === 0 && query.staleRevision !== undefined && query.staleRevision < store.revision)
    return atRevision(store, type, query.staleRevision, query.namespace);
  if (asked === undefined || asked === 0) return current();
  if (asked > store.revision) throw resourceVersionTooLarge(asked, store.revision);
  const exact = query.resourceVersionMatch === 'Exact' || (query.limit > 0 && query.resourceVersionMatch === undefined);
  return exact ? atRevision(store, type, asked, query.namespace) : current();
}

function continued(store: Store, type: ResourceType, query: ListQuery, token: string): Snapshot & Continuation {
  if (query.resourceVersion !== undefined && query.resourceVersion !== '' && query.resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  const continuation = parseContinuation(token);
  if (continuation.revision === 0)
    return {
      objects: store.list(type.collection, query.namespace),
      revision: store.revision,
      after: continuation.after,
    };
  const objects = store.listAt(type.collection, continuation.revision, query.namespace);
  if (objects === undefined) throw expiredContinue(encode({ revision: 0, after: continuation.after }));
  return { objects, revision: continuation.revision, after: continuation.after };
}

/** One page of a list; the pages that follow a continue token show the same moment. */
export function listPage(store: Store, type: ResourceType, query: ListQuery): Page {
  checkMatch(query, type);
  const from = query.continueToken;
  const { objects, revision, after } =
    from === undefined || from === ''
      ? { ...snapshot(store, type, query), after: '' }
      : continued(store, type, query, from);
  const items: KubeObject[] = [];
  let last = '';
  let seen = 0;
  const rest = after === '' ? objects : objects.filter((object) => objectKey(object) > after);
  for (const object of rest) {
    if (query.limit > 0 && items.length === query.limit) break;
    seen++;
    const shown = served(type, object);
    if (!query.selection.matches(shown)) continue;
    items.push(shown);
    last = objectKey(object);
  }
  const remaining = rest.length - seen;
  const more =
    remaining > 0 &&
    (query.selection.everything || rest.slice(seen).some((object) => query.selection.matches(served(type, object))));
  return {
    items,
    metadata: {
      resourceVersion: String(revision),
      ...(more ? { continue: encode({ revision, after: last }) } : {}),
      ...(more && query.selection.everything ? { remainingItemCount: remaining } : {}),
    },
  };
}
