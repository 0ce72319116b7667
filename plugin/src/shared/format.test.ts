import { describe, expect, it } from 'vitest';
import { formatBytes, formatBytesOf, formatDuration, formatTime, formatZonedTime, secondsBetween } from './format.ts';

describe('amounts and times', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [1.1 * 1024 ** 3, '1.1 GiB'],
    [3 * 1024 ** 5, '3 PiB'],
    [5000 * 1024 ** 5, '5,000 PiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('says a part in the unit of the whole', () => {
    expect(formatBytesOf(610 * 1024 ** 3, 1000 * 1024 ** 3)).toEqual({ part: '610', total: '1,000 GiB' });
    expect(formatBytesOf(0, 0)).toEqual({ part: '0', total: '0 B' });
  });

  it.each([
    [-3, '0 s'],
    [59.9, '59 s'],
    [372, '6 min 12 s'],
    [600, '10 min'],
    [2100, '35 min'],
    [7440, '2 h 4 min'],
    [266_400, '3 d 2 h'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('knows no duration before the end', () => {
    expect(secondsBetween('2026-01-01T00:00:00Z', undefined)).toBeUndefined();
    expect(secondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z')).toBe(60);
  });

  it('gives a date to what is long ago, and leaves alone what is no time', () => {
    const now = new Date(2026, 5, 15, 12, 0).getTime();
    expect(formatTime(new Date(2026, 5, 15, 9, 5).toISOString(), now)).toBe('09:05');
    expect(formatTime(new Date(2026, 0, 2, 9, 5).toISOString(), now)).toBe('Jan 2, 2026, 09:05');
    expect(formatTime('soon', now)).toBe('soon');
    expect(formatZonedTime('soon', now)).toBe('soon');
    expect(formatZonedTime(new Date(2026, 5, 15, 9, 5).toISOString(), now)).toMatch(/^09:05 [A-Z]/);
  });
});
