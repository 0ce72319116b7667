/** Who sends a request. */
export interface Caller {
  readonly user: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export const ANONYMOUS: Caller = { user: 'system:anonymous', groups: ['system:unauthenticated'] };

/** One of the cluster's controllers, as others see it. */
export function controllerAccount(name: string): Caller {
  const groups = ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'];
  return { user: `system:serviceaccount:kube-system:${name}`, groups };
}

/** The cluster itself: nobody is asked about what it does. */
export const SYSTEM: Caller = { user: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] };
