import type { Throughput } from '@gantry/bff/api/http/overview.ts';

/** Hours that the chart can show. */
export const ranges = [1, 6, 24] as const;
export type Range = (typeof ranges)[number];

export interface ChartSeries {
  /** Absent: all further sources together. */
  readonly name?: string;
  /** Mean bytes per second of each part. */
  readonly rates: readonly number[];
}

export interface ChartData {
  /** Beginnings of the parts. */
  readonly times: readonly number[];
  readonly partSeconds: number;
  readonly series: readonly ChartSeries[];
  /** Of all series in one part. */
  readonly highest: number;
}

/** The last hours, as rates; sources that copied nothing in them are left out. Parts before the service looked are none. */
export function chartData(told: Throughput, range: Range): ChartData {
  const { from, partSeconds, parts, series, others } = told;
  const shown = Math.min(parts, (range * 3600) / partSeconds);
  const begin = Date.parse(from) + (parts - shown) * partSeconds * 1000;
  const ratesOf = (bytes: readonly number[]) => bytes.slice(parts - shown).map((one) => one / partSeconds);
  const all: readonly ChartSeries[] = [
    ...series.map(({ source, bytes }) => ({ name: source.name, rates: ratesOf(bytes) })),
    ...(others === undefined ? [] : [{ rates: ratesOf(others) }]),
  ];
  const times = Array.from({ length: shown }, (_, index) => begin + index * partSeconds * 1000);
  const sums = times.map((_, index) => all.reduce((sum, { rates }) => sum + (rates[index] ?? 0), 0));
  return {
    times,
    partSeconds,
    series: all.filter(({ rates }) => rates.some((rate) => rate > 0)),
    highest: Math.max(0, ...sums),
  };
}

export interface Bar {
  readonly series: number;
  readonly part: number;
  /** From 0 at the bottom to 1. */
  readonly from: number;
  readonly height: number;
}

/** Bars of one part stand on each other, the largest series at the bottom. */
export function barsOf({ series, highest, times }: ChartData): readonly Bar[] {
  if (highest === 0) return [];
  return times.flatMap((_, part) => {
    let from = 0;
    return series.flatMap(({ rates }, index) => {
      const height = (rates[part] ?? 0) / highest;
      const bar = { series: index, part, from, height };
      from += height;
      return height === 0 ? [] : [bar];
    });
  });
}
