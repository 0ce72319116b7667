/** A moment as the clocks of a time zone show it. */
export interface WallTime {
  /** `2026-12-05` */
  readonly date: string;
  /** `22:00` */
  readonly time: string;
}

const dayMs = 86_400_000;

function parts(instant: number, zone: string): WallTime {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const found = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? '';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
}

export function wallTimeOf(instant: number, zone: string): WallTime {
  return parts(instant, zone);
}

const utcOf = ({ date, time }: WallTime): number => Date.parse(`${date}T${time}:00Z`);

/** How far the zone's clocks are ahead of UTC, to the minute. */
function offsetAt(instant: number, zone: string): number {
  return utcOf(parts(instant, zone)) - Math.floor(instant / 60_000) * 60_000;
}

/**
 * Moments at which the clocks of the zone show this: one; none for a time that they skip when daylight saving begins,
 * or that is no time at all; two for one that they show twice when it ends.
 */
export function instantsOf(wall: WallTime, zone: string): number[] {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(wall.date) || !/^\d{2}:\d{2}$/.test(wall.time)) return [];
  const guess = utcOf(wall);
  if (Number.isNaN(guess)) return [];
  const offsets = new Set([guess - dayMs, guess, guess + dayMs].map((near) => offsetAt(near, zone)));
  return [...offsets]
    .map((offset) => guess - offset)
    .filter((instant) => {
      const shown = parts(instant, zone);
      return shown.date === wall.date && shown.time === wall.time;
    })
    .sort((left, right) => left - right);
}

/** `CET`, `GMT+1` */
export function zoneName(instant: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' });
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The user's own zone first, then UTC, then all others. */
export function offeredZones(own: string): string[] {
  return [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
