import type { WriteStream } from 'node:tty';

/** What the demonstration shows of one machine. */
export interface MachineLine {
  readonly name: string;
  /** The step as the console names it, or the end state. */
  readonly state: string;
  readonly completedBytes: number;
  readonly totalBytes: number;
}

type Output = Pick<NodeJS.WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>;

const mib = 2 ** 20;

export function formatLine(line: MachineLine): string {
  const width = 24;
  const share = line.totalBytes > 0 ? Math.min(1, line.completedBytes / line.totalBytes) : 0;
  const filled = Math.floor(share * width);
  const bar = line.totalBytes > 0 ? `${'█'.repeat(filled)}${'░'.repeat(width - filled)}` : ' '.repeat(width);
  const bytes =
    line.totalBytes > 0 ? `${Math.floor(line.completedBytes / mib)} of ${Math.floor(line.totalBytes / mib)} MiB` : '';
  return `  ${line.name.padEnd(12)} ${bar} ${line.state.padEnd(22)} ${bytes}`.trimEnd();
}

/** In a terminal one line per machine, updated in place; elsewhere one line per change of state. */
export class ProgressLines {
  readonly #output: Output;
  #drawn = 0;
  readonly #last = new Map<string, string>();

  constructor(output: Output) {
    this.#output = output;
  }

  show(lines: readonly MachineLine[]): void {
    if (this.#output.isTTY === true) {
      const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : '';
      const columns = this.#output.columns ?? 120;
      this.#output.write(up + lines.map((line) => `\u001b[2K${formatLine(line).slice(0, columns - 1)}\n`).join(''));
      this.#drawn = lines.length;
      return;
    }
    for (const line of lines) {
      if (this.#last.get(line.name) === line.state) continue;
      this.#last.set(line.name, line.state);
      this.#output.write(`  ${line.name}: ${line.state}\n`);
    }
  }
}
