/** A run as the scheduler sees it. */
export interface Contender {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Where its data is read: the source host. */
  readonly bucket: string;
  readonly bucketName: string;
  readonly plan: string;
  /** What it waits for or holds. */
  readonly slot: { readonly stage: string; readonly round: number };
  /** Slots that it takes while it is under way. */
  readonly cost: number;
  readonly state: 'waiting' | 'holding';
  /** Sorts contenders: who came first. */
  readonly order: string;
}

export interface Decision {
  readonly name: string;
  readonly granted: boolean;
  /** Why not; without figures that change by themselves. */
  readonly reason?: string;
}

/**
 * Who may start now. Per source host, strictly in order: nobody overtakes, so a machine with many disks is never
 * starved by small ones. One that needs more than the limit runs when it is alone.
 */
export function schedule(contenders: readonly Contender[], limit: number): Decision[] {
  const buckets = new Map<string, Contender[]>();
  for (const contender of contenders)
    buckets.set(contender.bucket, [...(buckets.get(contender.bucket) ?? []), contender]);
  return [...buckets.values()].flatMap((bucket) => scheduleBucket(bucket, limit));
}

function scheduleBucket(contenders: readonly Contender[], limit: number): Decision[] {
  const holders = contenders.filter(({ state }) => state === 'holding');
  const waiting = contenders
    .filter(({ state }) => state === 'waiting')
    .toSorted((one, other) => compare(one.order, other.order));
  let used = holders.reduce((sum, { cost }) => sum + cost, 0);
  const decisions: Decision[] = [];
  let first: Contender | undefined;
  for (const contender of waiting) {
    const fits = used === 0 || used + contender.cost <= limit;
    if (first === undefined && fits) {
      used += contender.cost;
      decisions.push({ name: contender.name, granted: true });
    } else {
      decisions.push({
        name: contender.name,
        granted: false,
        reason: reasonFor(contender, first, { used, limit, holders }),
      });
      first ??= contender;
    }
  }
  return decisions;
}

function reasonFor(
  { bucketName, cost }: Contender,
  first: Contender | undefined,
  { used, limit, holders }: { readonly used: number; readonly limit: number; readonly holders: readonly Contender[] },
): string {
  if (first !== undefined) return `Waits behind ${first.title} for host ${bucketName}.`;
  const plans = [...new Set(holders.map(({ plan }) => plan))].toSorted(compare).slice(0, 3).join(', ');
  const held = plans === '' ? '' : ` (held by ${plans})`;
  if (cost > limit)
    return `Needs ${cost} of ${limit} copies of host ${bucketName} and runs when nothing else does${held}.`;
  return `Host ${bucketName} has ${Math.min(used, limit)} of ${limit} copies${held}.`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
