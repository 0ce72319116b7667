import { KnownError } from '../platform/errors.ts';

/** Who leads, as the election knows it at this moment. */
export interface Leadership {
  readonly isLeader: boolean;
  /** `host:port` of the process that leads, when it is another one and known. */
  readonly leaderAddress: string | undefined;
}

/** Nobody who could answer leads now, or nobody known does; a new leader is found within twenty seconds. */
export class LeaderChangingError extends KnownError {
  override readonly status = 503;
  readonly retryAfterSeconds = 3;

  constructor(cause?: unknown) {
    super('Another process of the service takes over the lead. Try again in a few seconds.', {
      code: 'leader-changing',
      cause,
    });
  }
}

/** On what one process hands to another; who gets it answers by itself or not at all. */
export const forwardedHeader = 'x-gantry-forwarded';
