import type { Pod } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { keyOf, refOf } from '../api/objects.ts';
import { startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import type { Addresses } from './addresses.ts';
import { PodLog } from './pod-log.ts';
import type { LogSink } from './pod-log.ts';
import { PodRun } from './pod-run.ts';

interface Running {
  readonly run: PodRun;
  readonly address: string;
}

/** Runs the pods of all nodes, and lets go of those that are deleted once their containers have ended. */
export class Kubelet {
  readonly #context: OperatorContext;
  readonly #addresses: Addresses;
  readonly #sink: LogSink;
  /** By the pod's UID. */
  readonly #running = new Map<string, Running>();
  readonly #known = new Map<string, string>();
  /** UIDs of pods that ran to their end here: they are not run again, however late the cache hears of it. */
  readonly #ended = new Set<string>();
  readonly #loop: Loop;

  constructor(context: OperatorContext, sink: LogSink, addresses: Addresses) {
    this.#context = context;
    this.#addresses = addresses;
    this.#sink = sink;
    this.#loop = startLoop(context, 'kubelet', context.stores.pods, (key) => this.#reconcile(key));
  }

  /** Resolves when every container has ended, after the signal of the context has told them to. */
  async ended(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ run }) => run.ended.catch(() => undefined)));
  }

  /** Ends a pod's containers at once, as a lost node would; false where it does not run. */
  kill(pod: Pick<Pod, 'metadata'>): boolean {
    const running = this.#running.get(pod.metadata.uid);
    running?.run.stop();
    return running !== undefined;
  }

  async #reconcile(key: string): Promise<undefined> {
    const { stores } = this.#context;
    const pod = stores.pods.get(refOf(key));
    const formerUid = this.#known.get(key);
    if (formerUid !== undefined && formerUid !== pod?.metadata.uid) {
      this.#running.get(formerUid)?.run.stop();
      this.#ended.delete(formerUid);
    }
    if (!pod?.spec.nodeName) return undefined;
    this.#known.set(key, pod.metadata.uid);
    const running = this.#running.get(pod.metadata.uid);
    if (pod.metadata.deletionTimestamp) {
      if (running) running.run.stop();
      else await stores.pods.delete(pod, { gracePeriodSeconds: 0 });
      return undefined;
    }
    const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (!running && !over && !this.#ended.has(pod.metadata.uid)) this.#start(pod);
    return undefined;
  }

  #start(pod: Pod): void {
    const address = this.#addresses.take();
    const run = new PodRun(this.#context, pod, address, new PodLog(pod, this.#sink, this.#context.clock));
    this.#running.set(pod.metadata.uid, { run, address });
    void run.ended
      .then(() => this.#ended.add(pod.metadata.uid))
      .catch((error: unknown) => {
        this.#context.report(`pod ${keyOf(pod.metadata)}: ${(error as Error).message}`);
      })
      .finally(() => {
        this.#running.delete(pod.metadata.uid);
        this.#addresses.release(address);
        this.#loop.add(keyOf(pod.metadata));
      });
  }
}
