import type { Pod } from '../api/kinds.ts';

/** Takes the whole log of a container so far; where nobody does, logs are lost, as on a server without nodes. */
export type LogSink = (pod: Pod, container: string, text: string) => Promise<void>;

const limitLines = 2_000;

/** The logs of one pod's containers, bounded. */
export class PodLog {
  readonly #pod: Pod;
  readonly #sink: LogSink;
  readonly #lines = new Map<string, string[]>();

  constructor(pod: Pod, sink: LogSink) {
    this.#pod = pod;
    this.#sink = sink;
  }

  append(container: string, line: string): void {
    const lines = this.#lines.get(container) ?? [];
    lines.push(line);
    if (lines.length > limitLines) lines.splice(0, lines.length - limitLines);
    this.#lines.set(container, lines);
  }

  async flush(container: string): Promise<void> {
    const lines = this.#lines.get(container);
    if (!lines) return;
    await this.#sink(this.#pod, container, lines.map((line) => `${line}\n`).join('')).catch(() => undefined);
  }
}
