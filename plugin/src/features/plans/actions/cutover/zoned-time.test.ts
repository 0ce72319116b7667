import { describe, expect, it } from 'vitest';
import { instantsOf, offeredZones, wallTimeOf } from './zoned-time.ts';

const berlin = 'Europe/Berlin';
const instants = (date: string, time: string, zone: string) =>
  instantsOf({ date, time }, zone).map((instant) => new Date(instant).toISOString());

describe('a wall time', () => {
  it.each([
    ['in winter', '2026-12-05', '22:00', berlin, ['2026-12-05T21:00:00.000Z']],
    ['in summer', '2026-07-05', '22:00', berlin, ['2026-07-05T20:00:00.000Z']],
    ['half an hour off', '2026-12-05', '22:00', 'Asia/Kolkata', ['2026-12-05T16:30:00.000Z']],
    ['on the other side of the date line', '2026-12-05', '00:30', 'Pacific/Kiritimati', ['2026-12-04T10:30:00.000Z']],
    ['that clocks skip', '2026-03-29', '02:30', berlin, []],
    ['that clocks show twice', '2026-10-25', '02:30', berlin, ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']],
    ['right after the skip', '2026-03-29', '03:00', berlin, ['2026-03-29T01:00:00.000Z']],
    ['at midnight', '2026-12-05', '00:00', 'UTC', ['2026-12-05T00:00:00.000Z']],
    ['that is none', '2026-12-05', '25:00', 'UTC', []],
    ['of a day that is none', '2026-02-30', '10:00', 'UTC', []],
    ['typed halfway', '2026-12', '10', 'UTC', []],
  ])('%s', (_, date, time, zone, expected) => {
    expect(instants(date, time, zone)).toEqual(expected);
  });

  it('leads back to its moment, whatever the zone', () => {
    const moment = Date.parse('2026-12-05T21:45:00Z');
    for (const zone of [berlin, 'UTC', 'America/St_Johns', 'Australia/Lord_Howe'])
      expect(instantsOf(wallTimeOf(moment, zone), zone)).toEqual([moment]);
  });
});

it('offers the own zone first, and each zone once', () => {
  const zones = offeredZones(berlin);
  expect(zones.slice(0, 2)).toEqual([berlin, 'UTC']);
  expect(new Set(zones).size).toBe(zones.length);
});
