import type { KubeObject, Resource } from '../api/resource.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { isNotFound } from './api-error.ts';
import type { Client } from './client.ts';
import { TokenBucket } from './token-bucket.ts';

/** A core event, as `kubectl describe` and the console show it under its object. */
export interface KubeEvent extends KubeObject {
  involvedObject: ObjectReference;
  type: EventType;
  reason: string;
  message: string;
  count: number;
  firstTimestamp: string;
  lastTimestamp: string;
  source: { component: string };
  reportingComponent: string;
  reportingInstance: string;
}

export type EventType = 'Normal' | 'Warning';

interface ObjectReference {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
}

export const events: Resource<KubeEvent> = {
  group: '',
  version: 'v1',
  plural: 'events',
  kind: 'Event',
  scope: 'Namespaced',
};

export interface EventNote {
  readonly type: EventType;
  /** UpperCamelCase, one per thing that can happen. */
  readonly reason: string;
  /** For people; never a secret. Cut at 1024 characters. */
  readonly message: string;
}

export interface EventRecorder {
  /** Returns at once and never throws. */
  record(object: KubeObject, note: EventNote): void;
  /** Resolves when what was recorded so far has been sent or given up. */
  flushed(): Promise<void>;
}

export interface EventRecorderOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** Uniform in [0, 1): the ends of the events' names. */
  readonly random: () => number;
  readonly log: Log;
  readonly component: string;
  /** Usually the pod's name. */
  readonly instance: string;
}

const longestMessage = 1024;
const mostWaiting = 1000;
const mostRemembered = 4096;
/** Per object: so many at once, then one per five minutes. */
const spam = { burst: 25, perSecond: 1 / 300 };
/** So many different messages with one reason within ten minutes; the rest become one. */
const similar = { most: 10, withinMs: 600_000 };

/**
 * Writes events one after the other in the background. A repeated event counts up; many similar ones become one; an
 * object that floods is muted; events that the server does not take are dropped.
 */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { client, clock, log } = options;
  const sent = new Recent<KubeEvent>();
  const buckets = new Recent<TokenBucket>();
  const groups = new Recent<{ messages: Set<string>; since: number }>();
  const waiting: { object: KubeObject; note: EventNote }[] = [];
  let sending: Promise<void> | undefined;

  const combined = (object: KubeObject, note: EventNote): EventNote => {
    const key = [object.metadata.uid, note.type, note.reason].join('\n');
    let group = groups.get(key);
    if (group === undefined || clock.now() - group.since > similar.withinMs)
      group = { messages: new Set(), since: clock.now() };
    groups.set(key, group);
    if (!group.messages.has(note.message) && group.messages.size >= similar.most)
      return { ...note, message: `(combined from similar events): ${note.reason}` };
    group.messages.add(note.message);
    return note;
  };

  const send = async (object: KubeObject, note: EventNote) => {
    const { type, reason, message } = combined(object, note);
    const key = [object.metadata.uid, type, reason, message].join('\n');
    const before = sent.get(key);
    const repeated = before === undefined ? undefined : await countUp(client, before, timestamp(clock));
    sent.set(key, repeated ?? (await client.create(events, eventOf(options, object, { type, reason, message }))));
  };

  const sendAll = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await send(next.object, next.note).catch((error: unknown) => {
        log.warn({ error }, 'an event was not written');
      });
    }
    sending = undefined;
  };

  return {
    record(object, { type, reason, message }) {
      const source = object.metadata.uid ?? object.metadata.name;
      const bucket = buckets.get(source) ?? new TokenBucket({ clock, ...spam });
      buckets.set(source, bucket);
      if (waiting.length >= mostWaiting || !bucket.take()) return;
      waiting.push({ object, note: { type, reason, message: message.slice(0, longestMessage) } });
      sending ??= sendAll();
    },
    flushed: async () => sending,
  };
}

function eventOf(
  { clock, random, component, instance }: EventRecorderOptions,
  object: KubeObject,
  note: EventNote,
): KubeEvent {
  const { name, namespace = 'default', uid, resourceVersion } = object.metadata;
  const now = timestamp(clock);
  const suffix = `${clock.now().toString(16)}${Math.floor(random() * 0x100000)
    .toString(16)
    .padStart(5, '0')}`;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name.slice(0, 200)}.${suffix}`, namespace },
    involvedObject: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name,
      namespace: object.metadata.namespace,
      uid,
      resourceVersion,
    },
    ...note,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    source: { component },
    reportingComponent: component,
    reportingInstance: instance,
  };
}

/** Undefined when the server has dropped the event, as it does after an hour. */
async function countUp(client: Client, event: KubeEvent, lastTimestamp: string): Promise<KubeEvent | undefined> {
  const { name, namespace } = event.metadata;
  try {
    return await client.mergePatch(events, { name, namespace }, { count: event.count + 1, lastTimestamp });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Forgets what was set longest ago when it gets too large. */
class Recent<V> {
  readonly #entries = new Map<string, V>();

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= mostRemembered) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
