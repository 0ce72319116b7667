import type { Container, Pod } from '../api/kinds.ts';
import { isApiError } from '../api/client.ts';
import { sleep, timestamp } from '../api/time.ts';
import type { OperatorContext } from '../operator.ts';
import { findProgram } from './images.ts';
import type { PodLog } from './pod-log.ts';
import { newRecord, podStatus } from './pod-status.ts';
import type { ContainerRecord } from './pod-status.ts';
import type { Exit, Program } from './program.ts';
import { NotMountable, surroundingsOf } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';

const longRunMs = 600_000;
const retryMs = 1_000;

/** One pod on its node, from its first container to its last. */
export class PodRun {
  readonly #context: OperatorContext;
  readonly #pod: Pod;
  readonly #address: string;
  readonly #log: PodLog;
  readonly #stop = new AbortController();
  readonly #inits: ContainerRecord[];
  readonly #containers: ContainerRecord[];
  /** Settles when no container runs any more. */
  readonly ended: Promise<void>;

  constructor(context: OperatorContext, pod: Pod, address: string, log: PodLog) {
    this.#context = context;
    this.#pod = pod;
    this.#address = address;
    this.#log = log;
    const { status, spec } = pod;
    this.#inits = (spec.initContainers ?? []).map((container) =>
      newRecord(
        container,
        status?.initContainerStatuses?.find(({ name }) => name === container.name),
      ),
    );
    this.#containers = spec.containers.map((container) =>
      newRecord(
        container,
        status?.containerStatuses?.find(({ name }) => name === container.name),
      ),
    );
    const stop = () => {
      this.#stop.abort(new Error('The operators are stopping.'));
    };
    context.signal.addEventListener('abort', stop, { once: true });
    this.ended = this.#run().finally(() => {
      context.signal.removeEventListener('abort', stop);
    });
  }

  stop(): void {
    this.#stop.abort(new Error('The pod was deleted.'));
  }

  async #run(): Promise<void> {
    try {
      for (const record of this.#inits) {
        await this.#runContainer(record);
        if (record.state.terminated?.exitCode !== 0) break;
      }
      if (this.#inits.every((record) => record.state.terminated?.exitCode === 0)) {
        await Promise.all(this.#containers.map((record) => this.#runContainer(record)));
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }

  async #runContainer(record: ContainerRecord): Promise<void> {
    if (this.#survived(record)) {
      await this.#publish();
      return;
    }
    for (let failures = 0; ;) {
      const program = await this.#pull(record);
      const surroundings = await this.#mount(record);
      const startedAt = timestamp(this.#context.clock);
      record.state = { running: { startedAt } };
      await this.#publish();
      const begun = this.#context.clock.now();
      const exit = await this.#execute(record, program, surroundings);
      await this.#log.flush(record.container.name);
      const terminated = {
        exitCode: exit.code,
        reason: exit.code === 0 ? 'Completed' : 'Error',
        ...(exit.message === undefined ? {} : { message: exit.message }),
        startedAt,
        finishedAt: timestamp(this.#context.clock),
      };
      record.state = { terminated };
      if (!this.#restarts(record, exit.code)) {
        record.finished = true;
        await this.#publish();
        return;
      }
      failures = this.#context.clock.now() - begun > longRunMs ? 1 : failures + 1;
      await this.#backOff(record, failures, exit);
    }
  }

  /** After a restart of the node's agent: what had ended stays ended, what was running has died. */
  #survived(record: ContainerRecord): boolean {
    const { terminated, running } = record.state;
    if (running) {
      const finishedAt = timestamp(this.#context.clock);
      const died = { exitCode: 137, reason: 'Error', startedAt: running.startedAt, finishedAt };
      record.state = { terminated: died };
      record.lastState = { terminated: died };
      if (this.#restarts(record, 137)) record.restartCount += 1;
      else record.finished = true;
      return record.finished;
    }
    if (terminated && !this.#restarts(record, terminated.exitCode)) record.finished = true;
    return record.finished;
  }

  #restarts(record: ContainerRecord, code: number): boolean {
    const isInit = this.#inits.includes(record);
    const policy = this.#pod.spec.restartPolicy ?? 'Always';
    if (this.#stop.signal.aborted || policy === 'Never') return false;
    return code !== 0 || (policy === 'Always' && !isInit);
  }

  async #backOff(record: ContainerRecord, failures: number, exit: Exit): Promise<void> {
    record.lastState = record.state;
    // The first restart is immediate.
    if (failures > 1) {
      const waitMs = this.#backOffMs(failures - 1);
      const message = `back-off ${Math.round(waitMs / 1000)}s restarting failed container=${record.container.name} (exit code ${exit.code})`;
      record.state = { waiting: { reason: 'CrashLoopBackOff', message } };
      await this.#publish();
      await sleep(this.#context.clock, waitMs, this.#stop.signal);
    }
    record.restartCount += 1;
  }

  #backOffMs(failures: number): number {
    const { backoffMs, backoffLimitMs } = this.#context.timings;
    return Math.min(backoffLimitMs, backoffMs * 2 ** Math.min(failures - 1, 20));
  }

  async #pull(record: ContainerRecord): Promise<Program> {
    const { container } = record;
    const { clock, timings } = this.#context;
    for (let failures = 1; ; failures += 1) {
      await sleep(clock, failures === 1 ? timings.pullMs : 0, this.#stop.signal);
      const program = findProgram(container);
      if (program) return program;
      const message = `failed to pull image "${container.image}": not found`;
      await this.#wait(record, 'ErrImagePull', message, timings.pullMs);
      await this.#wait(
        record,
        'ImagePullBackOff',
        `Back-off pulling image "${container.image}"`,
        this.#backOffMs(failures),
      );
    }
  }

  async #mount(record: ContainerRecord): Promise<Surroundings> {
    for (;;) {
      try {
        return await surroundingsOf(this.#context, this.#pod, record.container, this.#address);
      } catch (error) {
        if (error instanceof NotMountable) await this.#wait(record, error.reason, error.message, retryMs);
        else await sleep(this.#context.clock, retryMs, this.#stop.signal);
      }
    }
  }

  async #wait(record: ContainerRecord, reason: string, message: string, ms: number): Promise<void> {
    record.state = { waiting: { reason, message } };
    await this.#publish();
    await sleep(this.#context.clock, ms, this.#stop.signal);
  }

  async #execute(record: ContainerRecord, program: Program, surroundings: Surroundings): Promise<Exit> {
    const { network, clock, timings, fingerprint } = this.#context;
    const container: Container = record.container;
    const log = (line: string) => {
      this.#log.append(container.name, line);
    };
    try {
      return await program({
        pod: this.#pod,
        container,
        address: this.#address,
        environment: surroundings.environment,
        disks: surroundings.disks,
        files: (path) => surroundings.files.get(path) ?? new Map(),
        network,
        clock,
        timings,
        fingerprint,
        signal: this.#stop.signal,
        log,
      });
    } catch (error) {
      if (this.#stop.signal.aborted) return { code: 143 };
      const message = (error as Error).message;
      log(message);
      return { code: 1, message };
    }
  }

  async #publish(): Promise<void> {
    const { client, clock, stores, signal } = this.#context;
    if (signal.aborted) return;
    const status = podStatus(
      this.#pod,
      { inits: this.#inits, containers: this.#containers, address: this.#address },
      timestamp(clock),
    );
    for (;;) {
      try {
        await client.patchStatusOf(stores.pods.kind, this.#pod, status);
        return;
      } catch (error) {
        // Gone: the node's agent is told of that by its watch. An unreachable server must not stop what runs.
        if (isApiError(error, 'NotFound', 'Conflict')) return;
        await sleep(clock, retryMs, signal);
      }
    }
  }
}
