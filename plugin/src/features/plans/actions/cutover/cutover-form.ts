import type { CutoverTime } from '@gantry/bff/api/http/plan-actions.ts';
import { formatDuration } from '../../../../shared/format.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import { instantsOf, wallTimeOf, type WallTime } from './zoned-time.ts';

/** What the user chose and typed. */
export interface CutoverForm extends WallTime {
  /** each: VMs have times of their own, chosen one after the other. */
  readonly mode: 'now' | 'at' | 'each';
  readonly zone: string;
  /** Of a time that clocks show twice. */
  readonly which?: 'first' | 'second';
}

const quarterMs = 15 * 60_000;

/** The time that is set already, or the next full quarter of an hour after an hour from now. */
export function emptyForm({ now, zone, set }: { readonly now: number; readonly zone: string; readonly set?: string }) {
  const proposed = Math.ceil((now + 4 * quarterMs) / quarterMs) * quarterMs;
  const instant = set === undefined ? proposed : Date.parse(set);
  return { mode: set === undefined ? 'now' : 'at', zone, ...wallTimeOf(instant, zone) } satisfies CutoverForm;
}

export interface FormProblem {
  readonly field: 'time' | 'which';
  readonly text: string;
}

export interface Judged {
  /** Absent while something is missing or wrong. */
  readonly when?: Exclude<CutoverTime, { type: 'never' }>;
  readonly problem?: FormProblem;
  /** Both moments of a time that clocks show twice. */
  readonly twice?: readonly [number, number];
}

/** `9:05` is as good as `09:05`; undefined for what is no time of a day. */
function fullTime(typed: string): string | undefined {
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(typed.trim()) ?? [];
  return hour === '' || Number(hour) > 23 || Number(minute) > 59 ? undefined : `${hour.padStart(2, '0')}:${minute}`;
}

/** What would be sent, or why nothing can be. */
export function judgedForm(t: Translate, form: CutoverForm, now: number): Judged {
  if (form.mode === 'now') return { when: { type: 'now' } };
  const { date, zone, which } = form;
  const time = fullTime(form.time);
  if (date === '' || form.time === '') return { problem: { field: 'time', text: t('Choose a date and a time.') } };
  if (time === undefined) return { problem: { field: 'time', text: t('Enter the time as 22:00.') } };
  const instants = instantsOf({ date, time }, zone);
  const [first, second] = instants;
  if (first === undefined) {
    const text = t('{{time}} does not exist on that day in {{zone}}: clocks skip it. Choose another time.', {
      time,
      zone,
    });
    return { problem: { field: 'time', text } };
  }
  const twice = second === undefined ? undefined : ([first, second] as const);
  if (twice !== undefined && which === undefined) {
    const text = t('{{time}} comes twice on that day in {{zone}}. Choose which.', { time, zone });
    return { twice, problem: { field: 'which', text } };
  }
  const instant = twice !== undefined && which === 'second' ? twice[1] : first;
  if (instant < now) {
    const ago = formatDuration((now - instant) / 1000);
    return { twice, problem: { field: 'time', text: t('That was {{ago}} ago. Choose now or a later time.', { ago }) } };
  }
  return { twice, when: { type: 'at', time: new Date(instant).toISOString() } };
}
