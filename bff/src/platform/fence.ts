import { ProviderUnavailableError } from './errors.ts';
import type { Send } from './wire.ts';

/** Whether this process may still act for all of them; asked right before every exchange. */
export type Fence = () => boolean;

/** Rejects instead of sending once another process may act: one that was paused does nothing when it wakes. */
export function fenced(send: Send, mayAct: Fence): Send {
  return (request) => {
    if (mayAct()) return send(request);
    return Promise.reject(
      new ProviderUnavailableError('This process does not lead any more.', { code: 'leader-changing' }),
    );
  };
}
