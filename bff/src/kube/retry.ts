import { isUnreachable, type ApiError } from './api-error.ts';

const attempts = 5;
const longestPauseMs = 30_000;

export interface Attempt {
  readonly error: ApiError;
  readonly method: string;
  /** 0 for the first. */
  readonly attempt: number;
  readonly random: () => number;
}

/**
 * Milliseconds until the request may be sent again, undefined when it may not. A write is repeated only where the
 * server says that it has not taken it; a read also after an answer was lost.
 */
export function retryPause({ error, method, attempt, random }: Attempt): number | undefined {
  if (attempt + 1 >= attempts) return undefined;
  const read = method === 'GET';
  const refused = error.status === 429 || (error.status === 503 && error.retryAfterSeconds !== undefined);
  const lost = isUnreachable(error) || error.status === 503;
  if (!refused && !(read && lost)) return undefined;
  const asked = (error.retryAfterSeconds ?? 0) * 1000;
  const backoff = 250 * 2 ** attempt * (0.5 + random() / 2);
  return Math.min(longestPauseMs, Math.max(asked, backoff));
}
