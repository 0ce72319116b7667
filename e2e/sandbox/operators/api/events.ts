import type { Clock } from '../../clock.ts';
import type { ApiClient } from './client.ts';
import type { Kind, StoredObject } from './objects.ts';
import { timestamp } from './time.ts';

interface EventObject extends StoredObject {
  involvedObject: Record<string, string | undefined>;
  reason: string;
  message: string;
  type: string;
  count: number;
  firstTimestamp: string;
  lastTimestamp: string;
  source: { component: string };
}

const eventKind: Kind<EventObject> = { apiVersion: 'v1', kind: 'Event', plural: 'events', scope: 'Namespaced' };

/** Records events of objects, each reason once per object and message. */
export class EventRecorder {
  readonly #client: ApiClient;
  readonly #clock: Clock;
  readonly #component: string;
  readonly #seen = new Set<string>();

  constructor(client: ApiClient, clock: Clock, component: string) {
    this.#client = client;
    this.#clock = clock;
    this.#component = component;
  }

  async warn<T extends StoredObject>(kind: Kind<T>, object: T, reason: string, message: string): Promise<void> {
    const { name, namespace = 'default', uid } = object.metadata;
    const id = `${uid}/${reason}/${message}`;
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const now = timestamp(this.#clock);
    await this.#client
      .create(eventKind, {
        metadata: { namespace, generateName: `${name.slice(0, 200)}.` },
        involvedObject: {
          apiVersion: kind.apiVersion,
          kind: kind.kind,
          name,
          namespace: object.metadata.namespace,
          uid,
        },
        reason,
        message,
        type: 'Warning',
        count: 1,
        firstTimestamp: now,
        lastTimestamp: now,
        source: { component: this.#component },
      })
      .catch(() => undefined);
  }
}
