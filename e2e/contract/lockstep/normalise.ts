import type { Body, WatchEvent } from '../body.ts';
import { perhaps } from '../body.ts';
import type { Seen } from './client.ts';

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a server calls by names of its own, by the order in which it is met: versions of an object keep their order. */
export class Names {
  readonly #uids = new Map<string, string>();
  readonly #versions = new Map<string, string[]>();

  uid(uid: string): string {
    const known = this.#uids.get(uid) ?? `uid ${this.#uids.size + 1}`;
    this.#uids.set(uid, known);
    return known;
  }

  /** The number of the version among those of the object that were met. */
  version(uid: string, version: string): number {
    const known = this.#versions.get(uid) ?? [];
    this.#versions.set(uid, known);
    if (!known.includes(version)) known.push(version);
    return known.indexOf(version);
  }
}

const UID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;

function entry(managed: unknown, names: Names): string {
  const { time, ...rest } = isObject(managed) ? managed : {};
  const text = JSON.stringify(sorted({ ...rest, timed: time !== undefined }));
  return text.replaceAll(UID, (uid) => names.uid(uid));
}

/** With fields in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((field) => [field, sorted(value[field])]),
  );
}

/** An object without what two servers cannot agree on. */
export function comparable(body: Body, names: Names): Json {
  if (body.kind === 'Status') return comparableStatus(body, names);
  const { items: listed } = perhaps(body);
  if (listed !== undefined) {
    const items = listed.filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt');
    return { kind: body.kind, items: items.map((item) => comparable(item, names)) };
  }
  const { uid, resourceVersion, managedFields, ownerReferences, ...metadata } = perhaps(body.metadata);
  return {
    ...body,
    metadata: {
      ...metadata,
      ...('creationTimestamp' in metadata ? { creationTimestamp: 'set' } : {}),
      ...('deletionTimestamp' in metadata ? { deletionTimestamp: 'set' } : {}),
      ...(ownerReferences === undefined
        ? {}
        : { ownerReferences: ownerReferences.map((owner) => ({ ...owner, uid: names.uid(owner.uid) })) }),
      uid: uid === undefined ? undefined : names.uid(uid),
      version: uid === undefined || resourceVersion === undefined ? undefined : names.version(uid, resourceVersion),
      managedFields: managedFields?.map((one) => entry(one, names)).toSorted(),
    },
  };
}

function comparableStatus({ status, reason, message, code, details }: Partial<Body>, names: Names): Json {
  const told = details?.causes ?? [];
  // Such a cause shows the whole object, as text.
  const unreadable = told.some(({ field }) => field === 'patch');
  const causes = told.map((cause) => JSON.stringify(sorted(unreadable ? cause.field : cause))).toSorted();
  const named = details?.uid === undefined ? {} : { uid: names.uid(details.uid) };
  // Several causes come in any order, in the message too.
  return {
    status,
    reason,
    code,
    causes,
    details: { ...details, ...named, causes: undefined },
    ...(causes.length > 1 || unreadable ? {} : { message }),
  };
}

export function comparableAnswer(seen: Seen | undefined, names: Names): Json | undefined {
  return seen === undefined ? undefined : { code: seen.status, body: comparable(seen.body, names) };
}

/** What a watch told of each object. Versions are compared by the answers; here their order counts. */
export function comparableLog(log: readonly WatchEvent[], names: Names): Json {
  const byObject: Record<string, unknown[]> = {};
  const newest: Record<string, number> = {};
  for (const { type, object } of log) {
    const { name, resourceVersion } = object.metadata;
    const rises = Number(resourceVersion) > (newest[name] ?? 0);
    newest[name] = Number(resourceVersion);
    const { metadata, ...rest } = comparable(object, names);
    const shown = isObject(metadata) ? { ...metadata, version: rises } : {};
    (byObject[name] ??= []).push({ type, ...rest, metadata: shown });
  }
  return byObject;
}
