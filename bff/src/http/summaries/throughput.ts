import type { Throughput } from '../../api/http/overview.ts';
import type { Clock } from '../../platform/clock.ts';

const partMs = 5 * 60_000;
/** A day. */
const mostParts = 288;
/** Runs that are followed at once. */
const mostRuns = 20_000;
const mostSeries = 7;

type Series = Throughput['series'][number];

/** What a plan copied in one part of the time. */
interface Part {
  /** Number of the part since 1970. */
  readonly number: number;
  readonly bytesByPlan: Map<string, number>;
}

/**
 * How much was copied in each five minutes of the last day, by plan, from what the machines' objects say while this
 * process looks; nothing of it is stored.
 */
export class CopyHistory {
  readonly #clock: Clock;
  readonly #since: number;
  readonly #seen = new Map<string, number>();
  #parts: Part[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** `bytes`: of all that the run has copied. What it had copied when it was first seen is not known by its time. */
  record({ run, plan }: { readonly run: string; readonly plan: string }, bytes: number): void {
    const before = this.#seen.get(run);
    this.#seen.delete(run);
    this.#seen.set(run, bytes);
    if (this.#seen.size > mostRuns) {
      const oldest = this.#seen.keys().next();
      if (oldest.done !== true) this.#seen.delete(oldest.value);
    }
    // Less than before: a new attempt, or a warm run that keeps its oldest copies of changes no longer.
    if (before === undefined || bytes <= before) return;
    const { bytesByPlan } = this.#partNow();
    bytesByPlan.set(plan, (bytesByPlan.get(plan) ?? 0) + bytes - before);
  }

  /** A run that has ended: what it copied last still counts. */
  end(of: { readonly run: string; readonly plan: string }, bytes: number | undefined): void {
    if (bytes !== undefined && this.#seen.has(of.run)) this.record(of, bytes);
    this.#seen.delete(of.run);
  }

  #partNow(): Part {
    const number = Math.floor(this.#clock.now() / partMs);
    const last = this.#parts.at(-1);
    if (last?.number === number) return last;
    const part: Part = { number, bytesByPlan: new Map() };
    this.#parts = [...this.#parts.filter((one) => one.number > number - mostParts), part];
    return part;
  }

  /** Of plans that the caller may read, by the name of their source; only parts that are over. */
  of(sources: ReadonlyMap<string, Series['source']>): Throughput {
    const now = Math.floor(this.#clock.now() / partMs);
    const first = Math.max(Math.floor(this.#since / partMs), now - mostParts);
    const length = now - first;
    const found = new Map<string, { readonly source: Series['source']; readonly bytes: number[] }>();
    for (const { number, bytesByPlan } of this.#parts) {
      if (number < first || number >= now) continue;
      for (const [plan, bytes] of bytesByPlan) {
        const source = sources.get(plan);
        if (source === undefined) continue;
        const name = `${source.namespace}/${source.name}`;
        const series = found.get(name) ?? { source, bytes: Array.from({ length }, () => 0) };
        series.bytes[number - first] = (series.bytes[number - first] ?? 0) + bytes;
        found.set(name, series);
      }
    }
    return {
      since: new Date(this.#since).toISOString(),
      from: new Date(first * partMs).toISOString(),
      partSeconds: partMs / 1000,
      parts: length,
      ...cut([...found.values()]),
    };
  }
}

const sum = (bytes: readonly number[]): number => bytes.reduce((all, one) => all + one, 0);

/** The largest ones; the others together. */
function cut(all: readonly Series[]): Pick<Throughput, 'series' | 'others'> {
  const sorted = all.toSorted((left, right) => sum(right.bytes) - sum(left.bytes));
  const [series, rest] = [sorted.slice(0, mostSeries), sorted.slice(mostSeries)];
  const [first] = rest;
  if (first === undefined) return { series };
  return { series, others: first.bytes.map((_, index) => sum(rest.map(({ bytes }) => bytes[index] ?? 0))) };
}
