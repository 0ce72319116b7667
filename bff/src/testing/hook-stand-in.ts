import { jobs, pods, type Job, type Pod } from '../api/kinds/core.ts';
import { keyOf } from '../api/resource.ts';
import type { Client } from '../kube/client.ts';

type Status = NonNullable<Job['status']>;

/** Scripted Jobs, one move per `tick`: a pod, which runs, then its end. What hooks printed is in the client's logs. */
export class HookStandIn {
  behaviour: 'succeeds' | 'fails' | 'hangs' | 'has no image' | 'makes no pod' = 'succeeds';
  /** Every attempt that began to run, by the step of its hook. */
  readonly attempts: string[] = [];
  /** UIDs of all Jobs there were, by the step of their hook. */
  readonly jobs = new Map<string, Set<string>>();
  readonly #client: Client;
  readonly #begun = new Map<string, number>();

  constructor(client: Client) {
    this.#client = client;
  }

  async tick(): Promise<void> {
    for (const job of (await this.#client.list(jobs)).items) await this.#run(job);
  }

  async #run(job: Job): Promise<void> {
    const step = job.metadata.labels?.step ?? '';
    this.jobs.set(step, (this.jobs.get(step) ?? new Set()).add(job.metadata.uid ?? ''));
    if (isOver(job) || job.metadata.deletionTimestamp !== undefined || this.behaviour === 'makes no pod') return;
    const attempts = (await this.#client.list(pods, { namespace: job.metadata.namespace })).items.filter(
      ({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === job.metadata.uid),
    );
    const current = attempts.find(({ status }) => status?.phase !== 'Failed');
    if (current === undefined) return this.#attempt(job, attempts.length);
    if (current.status?.phase === undefined) return this.#begin(current);
    if (current.status.phase === 'Running') await this.#end(job, current, attempts.length);
  }

  async #attempt(job: Job, failed: number): Promise<void> {
    if (failed > (job.spec.backoffLimit ?? 6)) {
      const message = 'Job has reached the specified backoff limit';
      return this.#say(job, { failed, conditions: [ended('Failed', { reason: 'BackoffLimitExceeded', message })] });
    }
    const { apiVersion, kind, metadata, spec } = job;
    await this.#client.create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${metadata.name}-${failed}`,
        namespace: metadata.namespace,
        labels: spec.template.metadata?.labels,
        ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true }],
      },
      spec: spec.template.spec,
    });
  }

  async #begin(pod: Pod): Promise<void> {
    if (this.behaviour === 'has no image') {
      const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "registry.test/none"' };
      const containerStatuses = [{ name: 'hook', restartCount: 0, state: { waiting } }];
      return this.#become(pod, { phase: 'Pending', containerStatuses });
    }
    this.attempts.push(pod.metadata.labels?.step ?? '');
    await this.#become(pod, { phase: 'Running' });
  }

  async #end(job: Job, pod: Pod, attempts: number): Promise<void> {
    if (this.behaviour === 'hangs') return this.#hang(job, pod);
    await this.#become(pod, { phase: this.behaviour === 'fails' ? 'Failed' : 'Succeeded' });
    if (this.behaviour === 'succeeds')
      await this.#say(job, { succeeded: 1, failed: attempts - 1, conditions: [ended('Complete')] });
  }

  /** Counts moves for seconds. */
  async #hang(job: Job, pod: Pod): Promise<void> {
    const uid = job.metadata.uid ?? '';
    const moves = (this.#begun.get(uid) ?? 0) + 1;
    this.#begun.set(uid, moves);
    if (moves < (job.spec.activeDeadlineSeconds ?? Infinity)) return;
    const message = 'Job was active longer than specified deadline';
    await this.#client.delete(pods, keyOf(pod));
    await this.#say(job, { failed: 1, conditions: [ended('Failed', { reason: 'DeadlineExceeded', message })] });
  }

  async #become(pod: Pod, status: NonNullable<Pod['status']>): Promise<void> {
    await this.#client.mergePatch(pods, keyOf(pod), { status }, { subresource: 'status' });
  }

  async #say(job: Job, status: Status): Promise<void> {
    await this.#client.mergePatch(jobs, keyOf(job), { status }, { subresource: 'status' });
  }
}

function ended(type: string, words: { readonly reason?: string; readonly message?: string } = {}) {
  return { type, status: 'True', ...words };
}

function isOver({ status }: Job): boolean {
  return status?.conditions?.some(({ status: held }) => held === 'True') ?? false;
}
