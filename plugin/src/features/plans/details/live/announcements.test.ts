import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { message, planOf, runningPlan } from '../testing/examples.ts';
import { Announcer, announcementOf, isUrgent } from './announcements.ts';

const t = (text: string, blanks: Readonly<Record<string, string | number>> = {}) =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name] ?? ''));

const copied = (percent: number) => ({ completedBytes: percent, totalBytes: 100, percent });
const vms = runningPlan().vms;

describe('announcementOf', () => {
  it.each([
    ['another state', planOf(), runningPlan(), 'Running: Copying 1 of 3 VMs'],
    ['a failure', runningPlan(), runningPlan({ vms: { ...vms, failed: 1 } }), '1 VMs failed.'],
    ['a quarter', runningPlan({ progress: copied(20) }), runningPlan({ progress: copied(26) }), '25 % are copied.'],
    ['the highest mark passed', runningPlan(), runningPlan({ progress: copied(80) }), '75 % are copied.'],
    ['nothing of note', runningPlan({ progress: copied(26) }), runningPlan({ progress: copied(49) }), undefined],
    [
      'nothing of a bar that stands',
      runningPlan({ progress: copied(50) }),
      runningPlan({ progress: copied(50) }),
      undefined,
    ],
  ])('says %s', (_, before, now, text) => {
    expect(announcementOf(t, before, now)).toBe(text);
  });

  it('interrupts for a source that is still off, once', () => {
    const off = runningPlan({ state: 'SourceNotPoweredOn', message: message('web-01 is still off') });
    expect(isUrgent(runningPlan(), off)).toBe(true);
    expect(isUrgent(off, off)).toBe(false);
  });
});

describe('Announcer', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('says at most one text per 10 s, the newest', () => {
    const said: string[] = [];
    const announcer = new Announcer((text) => said.push(text), Date.now);
    announcer.announce('first');
    announcer.announce('second');
    announcer.announce('third');
    expect(said).toEqual(['first']);
    vi.advanceTimersByTime(9_999);
    expect(said).toEqual(['first']);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(['first', 'third']);
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual(['first', 'third']);
  });

  it('counts its quiet from the moment that a text is there', () => {
    let now = 0;
    const said: number[] = [];
    const announcer = new Announcer(
      () => {
        now += 400;
        said.push(now);
      },
      () => now,
    );
    announcer.announce('first');
    now = 10_000;
    announcer.announce('second');
    expect(said).toEqual([400]);
    vi.advanceTimersByTime(400);
    expect(said).toHaveLength(2);
  });

  it('says nothing once it has stopped', () => {
    const said: string[] = [];
    const announcer = new Announcer((text) => said.push(text), Date.now);
    announcer.announce('first');
    announcer.announce('second');
    announcer.stop();
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual(['first']);
  });
});
