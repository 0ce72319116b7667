/** What a run takes a share of while it reads its source. */
export interface Bucket {
  readonly of: keyof Limits;
  readonly id: string;
  /** For people, as the subject of a sentence. */
  readonly title: string;
}

/** Slots at a time: per source host, and where they are set per source provider, target cluster and plan. */
export interface Limits {
  readonly host: number;
  readonly provider?: number;
  readonly target?: number;
  readonly plan?: number;
}

/** A run as the scheduler sees it. */
export interface Contender {
  readonly name: string;
  readonly plan: { readonly uid: string; readonly name: string };
  /** The host first: there plans take turns. */
  readonly buckets: readonly [Bucket, ...Bucket[]];
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
  /** Why not; without figures that change by themselves, since each change is a write for everybody who waits. */
  readonly reason?: string;
}

interface Usage {
  readonly limit: number;
  used: number;
  /** Names of plans that hold slots. */
  readonly plans: Set<string>;
  /** Somebody ahead lacks room here: what is free is kept, so that small machines never starve a large one. */
  kept: boolean;
}

/**
 * Who may start now. On each host the plans take turns, the one that has least there first, by age where they have
 * alike; within a plan by order. Nobody overtakes where room is short, and who lacks room elsewhere keeps nobody
 * waiting. One that needs more than a limit runs when it is alone.
 */
export function schedule(contenders: readonly Contender[], limits: Limits): Decision[] {
  const usages = new Map<string, Usage>();
  for (const contender of contenders) {
    const usage = usagesOf(contender, limits, usages);
    if (contender.state === 'holding') take(contender, usage);
  }
  const line = inTurn(contenders);
  const winners = new Set(line.filter((contender) => admit(contender, usagesOf(contender, limits, usages))));
  // Told when all is decided: who has won holds slots too.
  return line.map((contender) =>
    winners.has(contender)
      ? { name: contender.name, granted: true }
      : { name: contender.name, granted: false, reason: reasonFor(contender, limits, usages) },
  );
}

/** By what its plan has on the host when all of the plan ahead of it have started, then by age. */
function inTurn(contenders: readonly Contender[]): Contender[] {
  const shares = new Map<string, number>();
  const add = ({ plan, buckets, cost }: Contender): number => {
    const key = `${buckets[0].id} ${plan.uid}`;
    const share = shares.get(key) ?? 0;
    shares.set(key, share + cost);
    return share;
  };
  contenders.filter(({ state }) => state === 'holding').forEach(add);
  return contenders
    .filter(({ state }) => state === 'waiting')
    .toSorted((one, other) => compare(one.order, other.order))
    .map((contender) => ({ contender, share: add(contender) }))
    .toSorted((one, other) => one.share - other.share || compare(one.contender.order, other.contender.order))
    .map(({ contender }) => contender);
}

/** Of its limited buckets, in their order. */
function usagesOf({ buckets }: Contender, limits: Limits, usages: Map<string, Usage>): Usage[] {
  return buckets.flatMap(({ of, id }) => {
    const limit = limits[of];
    if (limit === undefined) return [];
    const key = `${of} ${id}`;
    const usage = usages.get(key) ?? { limit, used: 0, plans: new Set(), kept: false };
    usages.set(key, usage);
    return [usage];
  });
}

function take({ cost, plan }: Contender, usages: readonly Usage[]): void {
  for (const usage of usages) {
    usage.used += cost;
    if (cost > 0) usage.plans.add(plan.name);
  }
}

function admit(contender: Contender, usages: readonly Usage[]): boolean {
  const short = usages.filter((usage) => usage.kept || !hasRoom(usage, contender));
  if (short.length === 0) take(contender, usages);
  for (const usage of short) usage.kept = true;
  return short.length === 0;
}

function hasRoom({ used, limit }: Usage, { cost }: Contender): boolean {
  return used === 0 || used + cost <= limit;
}

function reasonFor(contender: Contender, limits: Limits, usages: Map<string, Usage>): string {
  const { buckets, cost } = contender;
  const limited = buckets.filter(({ of }) => limits[of] !== undefined);
  const all = usagesOf(contender, limits, usages);
  const full = all.findIndex((usage) => !hasRoom(usage, contender));
  const at = full < 0 ? all.findIndex(({ kept }) => kept) : full;
  const [bucket, usage] = [limited[at], all[at]];
  if (bucket === undefined || usage === undefined) throw new Error(`Nothing keeps ${contender.name} from starting.`);
  const { limit, used } = usage;
  const held = bucket.of === 'plan' ? '' : heldBy(usage);
  if (full < 0) return `${bucket.title} keeps its free slots for a larger machine that comes first${held}.`;
  if (cost > limit)
    return `${bucket.title} has ${limit} slots; a machine that needs ${cost} runs when no other does${held}.`;
  if (used >= limit) return `${bucket.title} has ${limit} of ${limit} slots in use${held}.`;
  return `${bucket.title} has fewer than ${cost} of ${limit} slots free${held}.`;
}

/** As many as fit a sentence. */
const namedPlans = 3;

function heldBy({ plans }: Usage): string {
  const names = [...plans].toSorted(compare);
  if (names.length === 0) return '';
  const named = names.slice(0, namedPlans).join(', ');
  const others = names.length > namedPlans ? ' and others' : '';
  return `, held by ${names.length === 1 ? 'plan' : 'plans'} ${named}${others}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
