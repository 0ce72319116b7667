import type { Clock } from '../../clock.ts';
import type { Pod } from '../api/kinds.ts';

export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly text: string;
}

/** Takes further lines of a container's log; where nobody does, logs are lost, as on a server without nodes. */
export type LogSink = (pod: Pod, container: string, lines: readonly LogLine[]) => Promise<void>;

const limitLines = 2_000;

/** What one pod's containers have written and nobody has been told of yet, bounded. */
export class PodLog {
  readonly #pod: Pod;
  readonly #sink: LogSink;
  readonly #clock: Clock;
  readonly #lines = new Map<string, LogLine[]>();

  constructor(pod: Pod, sink: LogSink, clock: Clock) {
    this.#pod = pod;
    this.#sink = sink;
    this.#clock = clock;
  }

  append(container: string, text: string): void {
    const lines = this.#lines.get(container) ?? [];
    lines.push({ time: this.#clock.now(), text });
    this.#lines.set(container, lines.slice(-limitLines));
  }

  async flush(container: string): Promise<void> {
    const lines = this.#lines.get(container);
    this.#lines.delete(container);
    if (lines) await this.#sink(this.#pod, container, lines).catch(() => undefined);
  }
}
