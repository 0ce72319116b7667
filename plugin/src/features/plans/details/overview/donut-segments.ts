import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { key } from '../../../../shared/i18n.ts';

export type Result = 'succeeded' | 'failed' | 'canceled' | 'running' | 'waiting' | 'ready' | 'notStarted';

export interface Segment {
  readonly result: Result;
  readonly label: string;
  readonly count: number;
  /** Where it begins and how long it is, as parts of the whole ring (0–1). */
  readonly from: number;
  readonly length: number;
}

/** Fixed, so that the same color is always at the same place. */
const order: readonly (readonly [Result, string])[] = [
  ['succeeded', key('Succeeded')],
  ['failed', key('Failed')],
  ['canceled', key('Canceled')],
  ['running', key('Running')],
  ['waiting', key('Waiting')],
  ['ready', key('Ready for cutover')],
  ['notStarted', key('Not started')],
];

/** VMs by result; results without VMs are part of the list, with length 0. */
export function donutSegments({ total, ...counts }: PlanDetails['vms']): Segment[] {
  const known = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const all: Readonly<Record<Result, number>> = { ...counts, notStarted: Math.max(0, total - known) };
  const whole = Math.max(total, known, 1);
  let before = 0;
  return order.map(([result, label]) => {
    const from = before / whole;
    before += all[result];
    return { result, label, count: all[result], from, length: all[result] / whole };
  });
}
