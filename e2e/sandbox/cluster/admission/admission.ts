import type { Caller } from '../auth/caller.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Pausing } from '../pausing.ts';
import type { ResourceType } from '../resource-type.ts';

/** What admission looks at. Mutating plugins change `object` or put another in its place. */
export interface Review {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly type: ResourceType;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string;
  object: KubeObject;
  readonly before: KubeObject | undefined;
  readonly caller: Caller;
  readonly dryRun: boolean;
  /** The options of the request, as its client gave them. */
  readonly asked: JsonObject;
  /** Lines for the client's Warning headers. */
  readonly warnings: string[];
  readonly reinvocation: Reinvocation;
}

/** Whether the mutating plugins have to look at an object once more because one of them changed it. */
export class Reinvocation {
  again = false;
  /** The object as the webhooks left it. */
  left: KubeObject | undefined;
  /** Webhooks that were asked and want to be asked again about later changes. */
  readonly asked = new Set<string>();
  /** Of these, the ones that a later change concerns. */
  readonly due = new Set<string>();
  #needed = false;

  /** Somebody changed the object: whoever was asked so far has not seen that. */
  changed(): void {
    for (const id of this.asked) this.due.add(id);
    this.asked.clear();
    this.#needed = true;
  }

  get needed(): boolean {
    return this.#needed;
  }
}

/** Throws a StatusError to refuse; returns what it has to wait for. */
export type AdmissionPlugin = (review: Review) => Pausing<void> | void;

export interface AdmissionChain {
  readonly mutating: readonly AdmissionPlugin[];
  readonly validating: readonly AdmissionPlugin[];
}

/** The object as the mutating plugins leave it. */
export function* mutated({ mutating }: AdmissionChain, review: Review): Pausing<KubeObject> {
  yield* through(mutating, review);
  if (review.reinvocation.needed) {
    review.reinvocation.again = true;
    yield* through(mutating, review);
  }
  return review.object;
}

/** Throws a StatusError where a validating plugin refuses. */
export function validated({ validating }: AdmissionChain, review: Review): Pausing<void> {
  return through(validating, review);
}

function* through(plugins: readonly AdmissionPlugin[], review: Review): Pausing<void> {
  for (const admit of plugins) {
    const waiting = admit(review);
    if (waiting !== undefined) yield* waiting;
  }
}
