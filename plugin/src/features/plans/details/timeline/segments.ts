import type { Step, VmRow } from '@gantry/bff/api/http/plan-machines.ts';

/** A stretch of time, as parts (0–1) of what the picture shows. */
export interface Stretch {
  readonly from: number;
  readonly length: number;
}

export interface Segment extends Stretch {
  readonly step: Step;
  readonly started: string;
  /** Absent while it goes on. */
  readonly ended?: string;
}

/** Epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const leastMs = 60_000;

type Timed = Pick<VmRow, 'steps' | 'completed'>;

const startOf = ({ steps }: Timed): number =>
  Math.min(...steps.flatMap(({ started }) => (started === undefined ? [] : [Date.parse(started)])));

/** From the first step of all machines until the last one ended, or until now while one goes on; undefined before the first. */
export function spanOf(rows: readonly Timed[], now: number): Span | undefined {
  const begun = rows.filter(({ steps }) => steps.some(({ started }) => started !== undefined));
  if (begun.length === 0) return undefined;
  const from = Math.min(...begun.map(startOf));
  const to = Math.max(...begun.map(({ completed }) => (completed === undefined ? now : Date.parse(completed))));
  return { from, to: Math.max(to, from + leastMs) };
}

function stretch(started: string, ended: string | undefined, { from, to }: Span, now: number): Stretch {
  const part = (at: number) => Math.min(1, Math.max(0, (at - from) / (to - from)));
  const begin = part(Date.parse(started));
  return { from: begin, length: Math.max(0, part(ended === undefined ? now : Date.parse(ended)) - begin) };
}

/** One per step that has begun; what never ended ends with its machine. */
export function segmentsOf({ steps, completed }: Timed, span: Span, now: number): Segment[] {
  return steps.flatMap((step) => {
    if (step.started === undefined) return [];
    const ended = step.completed ?? completed;
    return [{ step, started: step.started, ended, ...stretch(step.started, ended, span, now) }];
  });
}

/** While the source was off because of the run. */
export function downtimeOf({ downtime }: Pick<VmRow, 'downtime'>, span: Span, now: number): Stretch | undefined {
  return downtime === undefined ? undefined : stretch(downtime.since, downtime.until, span, now);
}
