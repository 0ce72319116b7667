import { describe, expect, it } from 'vitest';
import type { Throughput } from '@gantry/bff/api/http/overview.ts';
import { barsOf, chartData } from './chart-data.ts';

const source = (name: string) => ({ namespace: 'migrations', name });
const filled = (length: number, bytes: Readonly<Record<number, number>>) =>
  Array.from({ length }, (_, index) => bytes[index] ?? 0);
const told = (change: Partial<Throughput> = {}): Throughput => ({
  since: '2026-11-21T18:01:00Z',
  from: '2026-11-21T18:00:00Z',
  partSeconds: 300,
  parts: 24,
  series: [
    { source: source('vc-a'), bytes: filled(24, { 22: 3000, 23: 6000 }) },
    { source: source('vc-b'), bytes: filled(24, { 0: 3000, 23: 3000 }) },
  ],
  ...change,
});

describe('the chart of throughput', () => {
  it('shows the last hour as rates', () => {
    const { times, series, highest } = chartData(told(), 1);
    expect([times.length, new Date(times[0] ?? 0).toISOString()]).toEqual([12, '2026-11-21T19:00:00.000Z']);
    expect(series.map(({ name, rates }) => [name, rates.slice(-2)])).toEqual([
      ['vc-a', [10, 20]],
      ['vc-b', [0, 10]],
    ]);
    expect(highest).toBe(30);
  });

  it('shows no more than is known', () => {
    expect(chartData(told(), 6).times).toHaveLength(24);
    expect(chartData(told({ parts: 0, series: [] }), 24)).toMatchObject({ times: [], series: [], highest: 0 });
  });

  it('leaves out who copied nothing in that time, and keeps what is taken together', () => {
    const quiet = told({
      series: [{ source: source('vc-b'), bytes: filled(24, { 0: 3000 }) }],
      others: filled(24, { 23: 300 }),
    });
    expect(chartData(quiet, 1).series.map(({ name }) => name)).toEqual([undefined]);
    expect(chartData(quiet, 6).series.map(({ name }) => name)).toEqual(['vc-b', undefined]);
  });

  it('puts the bars of one time on each other, the highest of all being full', () => {
    const bars = barsOf(chartData(told(), 1)).map(({ series, part, from, height }) => [series, part, from, height]);
    expect(bars).toEqual([
      [0, 10, 0, 1 / 3],
      [0, 11, 0, 2 / 3],
      [1, 11, 2 / 3, 1 / 3],
    ]);
  });
});
