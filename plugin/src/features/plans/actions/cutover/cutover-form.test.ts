import { describe, expect, it } from 'vitest';
import { emptyForm, judgedForm, type CutoverForm } from './cutover-form.ts';

const t = (key: string, blanks: Readonly<Record<string, string | number>> = {}) =>
  key.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name]));
const now = Date.parse('2026-10-24T12:07:00Z');
const form = (change: Partial<CutoverForm> = {}): CutoverForm => ({
  mode: 'at',
  date: '2026-10-25',
  time: '22:00',
  zone: 'Europe/Berlin',
  ...change,
});

describe('a cutover', () => {
  it('is proposed for now, at a full quarter in an hour, or for the time that is set', () => {
    expect(emptyForm({ now, zone: 'UTC' })).toEqual({ mode: 'now', zone: 'UTC', date: '2026-10-24', time: '13:15' });
    expect(emptyForm({ now, zone: 'Europe/Berlin', set: '2026-10-25T21:00:00Z' })).toEqual(form());
  });

  it.each<[string, Partial<CutoverForm>, object]>([
    ['now', { mode: 'now', date: '' }, { type: 'now' }],
    ['at a time of a zone', {}, { type: 'at', time: '2026-10-25T21:00:00.000Z' }],
    ['a time typed short', { time: '9:05' }, { type: 'at', time: '2026-10-25T08:05:00.000Z' }],
    ['the first time of two', { time: '02:30', which: 'first' }, { type: 'at', time: '2026-10-25T00:30:00.000Z' }],
    ['the second time of two', { time: '02:30', which: 'second' }, { type: 'at', time: '2026-10-25T01:30:00.000Z' }],
  ])('is sent for %s', (_, change, when) => {
    expect(judgedForm(t, form(change), now).when).toEqual(when);
  });

  it.each<[string, Partial<CutoverForm>, string]>([
    ['nothing', { time: '' }, 'Choose a date and a time.'],
    ['half a time', { time: '22' }, 'Enter the time as 22:00.'],
    ['no time of a day', { time: '24:00' }, 'Enter the time as 22:00.'],
    ['a time that is over', { date: '2026-10-24', time: '13:47' }, 'That was 20 min ago. Choose now or a later time.'],
    [
      'a time that clocks skip',
      { date: '2027-03-28', time: '02:30' },
      '02:30 does not exist on that day in Europe/Berlin: clocks skip it. Choose another time.',
    ],
    ['a time that comes twice', { time: '02:30' }, '02:30 comes twice on that day in Europe/Berlin. Choose which.'],
  ])('is not sent for %s', (_, change, text) => {
    const { when, problem } = judgedForm(t, form(change), now);
    expect([when, problem?.text]).toEqual([undefined, text]);
  });
});
