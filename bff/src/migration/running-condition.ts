/** Reason of a Migration's condition `Running` while none of its machines can be begun; its message says why. */
export const waitingReason = 'Waiting';
