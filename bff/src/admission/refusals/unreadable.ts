import type { Refusal } from '../review.ts';

/** What could not be read was not judged. */
export const unreadable: Refusal = {
  code: 422,
  reason: 'Invalid',
  message: 'The object has not the shape of its kind and cannot be judged.',
};
