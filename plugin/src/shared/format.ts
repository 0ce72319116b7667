const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const whole = new Intl.NumberFormat('en-US');
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

function powerOf(bytes: number): number {
  return bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
}

function inUnit(bytes: number, power: number): string {
  return oneDecimal.format(bytes / 1024 ** power);
}

export function formatNumber(value: number): string {
  return whole.format(value);
}

/** IEC units, at most one decimal: `1.1 GiB`. */
export function formatBytes(bytes: number): string {
  const power = powerOf(bytes);
  return `${inUnit(bytes, power)} ${units[power] ?? ''}`;
}

/** Two amounts in the unit of the second: `610 of 1,000 GiB`. */
export function formatBytesOf(part: number, total: number): { readonly part: string; readonly total: string } {
  const power = powerOf(total);
  return { part: inUnit(part, power), total: `${inUnit(total, power)} ${units[power] ?? ''}` };
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** `12 s`, `6 min 12 s`, `2 h 4 min`, `3 d 2 h`. */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const [days, hours, minutes] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  if (minutes > 0) return minutes < 10 && total % 60 > 0 ? `${minutes} min ${total % 60} s` : `${minutes} min`;
  return `${total} s`;
}

/** How long ago something was, without the "ago". */
export function formatAge(time: string, now: number = Date.now()): string {
  return formatDuration((now - Date.parse(time)) / 1000);
}

export function secondsBetween(started: string | undefined, completed: string | undefined): number | undefined {
  if (started === undefined || completed === undefined) return undefined;
  return Math.max(0, (Date.parse(completed) - Date.parse(started)) / 1000);
}

const clockTime = new Intl.DateTimeFormat('en-US', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const preciseTime = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium', hourCycle: 'h23' });
const weekdayTime = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const fullTime = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayMs = 86_400_000;

/** Short within today and this week, with the date before. */
export function formatTime(time: string, now: number = Date.now()): string {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return time;
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return clockTime.format(date);
  return Math.abs(now - at) < 6 * dayMs ? weekdayTime.format(date) : fullTime.format(date);
}

const zone = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' });

/** With the zone: a time at which people are to act. */
export function formatZonedTime(time: string, now: number = Date.now()): string {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return time;
  const name = zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${formatTime(time, now)} ${name}`;
}

export function formatFullTime(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : fullTime.format(new Date(at));
}

/** With seconds: the age of values that are no longer live. */
export function formatPreciseTime(epochMs: number): string {
  return preciseTime.format(new Date(epochMs));
}
