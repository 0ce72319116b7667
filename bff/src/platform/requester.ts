/** Whose act a Plan or Migration is; controllers judge rights by it. */
export interface Requester {
  readonly user: string;
  readonly uid: string;
  readonly groups: readonly string[];
}

/** Written by the service for its callers and by admission; nobody else is believed. */
export const requesterAnnotation = 'gantry.dev/requester';

export function requesterStamp({ user, uid, groups }: Requester): Record<string, string> {
  return { [requesterAnnotation]: JSON.stringify({ user, uid, groups }) };
}

/** undefined where there is no stamp or it cannot be read: such an object has no requester. */
export function requesterOf(annotations: Readonly<Record<string, string>> | undefined): Requester | undefined {
  const stamp = annotations?.[requesterAnnotation];
  if (stamp === undefined) return undefined;
  try {
    const value = JSON.parse(stamp) as Partial<Record<keyof Requester, unknown>> | null;
    if (value === null || typeof value.user !== 'string' || value.user === '') return undefined;
    const groups = Array.isArray(value.groups) ? value.groups.filter((group) => typeof group === 'string') : [];
    return { user: value.user, uid: typeof value.uid === 'string' ? value.uid : '', groups };
  } catch {
    return undefined;
  }
}
