/** Who sends a request. */
export interface Caller {
  readonly user: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export const ANONYMOUS: Caller = { user: 'system:anonymous', groups: ['system:unauthenticated'] };

/** The cluster's own controllers. */
export const SYSTEM: Caller = { user: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] };
