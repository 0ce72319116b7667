import type { FaultRule } from '@gantry/sandbox/faults/fault-rules.ts';

/** What stands between the informers and their server goes wrong, for so long. */
export interface AbuseCase {
  readonly name: string;
  readonly rules: readonly FaultRule[];
  readonly lastsMs: number;
}

const second = 1000;
const minute = 60 * second;

/** Two informers watch: a rule that strikes twice strikes each of them once. */
const each = { times: 2 } as const;

function failing(code: number, reason: string, retryAfterSeconds?: number): AbuseCase {
  const after = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return {
    name: `everything is answered ${code} for a minute${retryAfterSeconds === undefined ? '' : ', with Retry-After'}`,
    rules: [{ fault: { type: 'status', code, reason, ...after } }],
    lastsMs: minute,
  };
}

export const abuseCases: readonly AbuseCase[] = [
  { name: 'connections break for a second', rules: [{ fault: { type: 'reset' } }], lastsMs: second },
  { name: 'connections break for five minutes', rules: [{ fault: { type: 'reset' } }], lastsMs: 5 * minute },
  { name: 'nothing is answered for five minutes', rules: [{ fault: { type: 'silence' } }], lastsMs: 5 * minute },
  {
    name: 'watches are half open for five minutes',
    rules: [{ fault: { type: 'silence' }, to: 'watches' }],
    lastsMs: 5 * minute,
  },
  { name: 'watches break in the middle of a line', rules: [{ fault: { type: 'cut' } }], lastsMs: 30 * second },
  { name: 'watches end at once for five minutes', rules: [{ fault: { type: 'end' } }], lastsMs: 5 * minute },
  {
    name: 'answers and events are twenty seconds late',
    rules: [{ fault: { type: 'delay', ms: 20 * second } }],
    lastsMs: 2 * minute,
  },
  { name: 'watches expire', rules: [{ fault: { type: 'expire' }, ...each }], lastsMs: 10 * second },
  {
    name: 'new watches are answered 410',
    rules: [
      { fault: { type: 'end' }, to: 'watches', ...each },
      { fault: { type: 'status', code: 410, reason: 'Expired' }, to: 'watches', ...each },
    ],
    lastsMs: 30 * second,
  },
  {
    name: 'watches expire and lists are out of date',
    rules: [
      { fault: { type: 'expire' }, to: 'watches', ...each },
      { fault: { type: 'stale' }, to: 'lists', times: 4 },
    ],
    lastsMs: 20 * second,
  },
  failing(429, 'TooManyRequests', 3),
  failing(500, 'InternalError'),
  failing(503, 'ServiceUnavailable'),
  failing(504, 'Timeout'),
  {
    name: 'every third request and watch breaks for two minutes',
    rules: [{ fault: { type: 'reset' }, share: 1 / 3 }],
    lastsMs: 2 * minute,
  },
];
