import type { Clock } from '../platform/clock.ts';
import { InvalidInputError } from '../platform/errors.ts';
import { formatDuration } from './summaries/duration.ts';

/** Clocks of people and clusters differ by so much without anybody noticing. */
const toleranceMs = 60_000;

/** As objects have it. Throws InvalidInputError (`start-past`) for a time that is over. */
export function startTime(time: string, clock: Clock): string {
  const agoMs = clock.now() - Date.parse(time);
  if (agoMs > toleranceMs) {
    const ago = formatDuration(agoMs / 1000);
    throw new InvalidInputError(`That was ${ago} ago. Start now or choose a later time.`, {
      code: 'start-past',
      parameters: { ago },
    });
  }
  return new Date(time).toISOString();
}
