import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import type { Client, DeleteOptions, SubresourceOptions, WriteOptions } from '../kube/client.ts';
import { ProviderUnavailableError } from '../platform/errors.ts';
import type { Intercept } from './fake-driver.ts';

export const faultKinds = ['crash-before', 'crash-after', 'lost-response'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What happens to the k-th effect of the service, k from 1. */
export interface Fault {
  readonly at: number;
  readonly kind: FaultKind;
}

/** The process is dead; whoever catches this starts another one. */
export class Killed extends Error {}

/** Everything one process does to the cluster and the source, in one count, with one place to break. */
export class FaultLine {
  /** `verb kind name`, one per effect. */
  readonly effects: string[] = [];
  readonly #fault: Fault | undefined;
  #dead = false;

  constructor(fault?: Fault) {
    this.#fault = fault;
  }

  async effect<T>(name: string, run: () => Promise<T>, lost: () => Error): Promise<T> {
    this.alive();
    this.effects.push(name);
    if (this.#fault?.at !== this.effects.length) return run();
    const { kind } = this.#fault;
    if (kind !== 'crash-before') await run();
    if (kind === 'lost-response') throw lost();
    this.#dead = true;
    throw new Killed(name);
  }

  /** Throws after the crash: a dead process does nothing. */
  alive(): void {
    if (this.#dead) throw new Killed('dead');
  }

  readonly source: Intercept = (call, run) =>
    this.effect(
      `${call.method} ${call.id}`,
      run,
      () => new ProviderUnavailableError('The answer was lost.', { code: 'provider-unreachable' }),
    );

  client(inner: Client): Client {
    const effect = <T>(verb: string, resource: Resource, name: string, run: () => Promise<T>) =>
      this.effect(`${verb} ${resource.kind} ${name}`, run, lostAnswer);
    const read = <T>(run: () => Promise<T>) => {
      this.alive();
      return run();
    };
    return {
      get: (resource, key) => read(() => inner.get(resource, key)),
      find: (resource, key) => read(() => inner.find(resource, key)),
      list: (resource, options) => read(() => inner.list(resource, options)),
      podLog: (key, options) => read(() => inner.podLog(key, options)),
      askPod: (key, question) => read(() => inner.askPod(key, question)),
      create: <T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions) =>
        options?.dryRun || resource.kind.endsWith('Review')
          ? read(() => inner.create(resource, object, options))
          : effect('create', resource, object.metadata.name, () => inner.create(resource, object, options)),
      mergePatch: <T extends KubeObject>(
        resource: Resource<T>,
        key: ObjectKey,
        patch: Readonly<Record<string, unknown>>,
        options?: SubresourceOptions,
      ) => effect('patch', resource, key.name, () => inner.mergePatch(resource, key, patch, options)),
      delete: (resource: Resource, key: ObjectKey, options?: DeleteOptions) =>
        effect('delete', resource, key.name, () => inner.delete(resource, key, options)),
      update: (resource, object, options) => inner.update(resource, object, options),
      deleteCollection: (resource, options) => inner.deleteCollection(resource, options),
    };
  }
}

function lostAnswer(): ApiError {
  return new ApiError({ status: 503, reason: 'Unreachable', message: 'The answer was lost.' });
}
