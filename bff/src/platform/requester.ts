/** Whose act a Plan or Migration is; rights are judged by it. */
export interface Requester {
  readonly user: string;
  readonly uid: string;
  readonly groups: readonly string[];
  /** What authorizers know besides, e.g. the scopes of a token that may do less than its user. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Written by the service for its callers; believed where admission has signed it (`migration/stamps`). */
export const requesterAnnotation = 'gantry.dev/requester';

/** Unsigned. */
export function requesterStamp(requester: Requester): Record<string, string> {
  return { [requesterAnnotation]: JSON.stringify(requesterFields(requester)) };
}

/** As they stand in a stamp: always in the same order, without what is empty. */
export function requesterFields({ user, uid, groups, extra = {} }: Requester): Requester {
  return { user, uid, groups, ...(Object.keys(extra).length > 0 && { extra }) };
}

/** undefined where there is no stamp or it cannot be read: such an object has no requester. */
export function requesterOf(annotations: Readonly<Record<string, string>> | undefined): Requester | undefined {
  const stamp = annotations?.[requesterAnnotation];
  if (stamp === undefined) return undefined;
  try {
    const value = JSON.parse(stamp) as Partial<Record<keyof Requester, unknown>> | null;
    if (value === null || typeof value.user !== 'string' || value.user === '') return undefined;
    const extra = extraOf(value.extra);
    return {
      user: value.user,
      uid: typeof value.uid === 'string' ? value.uid : '',
      groups: textsOf(value.groups),
      ...(Object.keys(extra).length > 0 && { extra }),
    };
  } catch {
    return undefined;
  }
}

function extraOf(value: unknown): Record<string, string[]> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, values]) => [key, textsOf(values)]));
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
