import { patienceMs, type Bucket, type Contender, type Limits } from './contest.ts';
import { inTurn } from './turns.ts';

export interface Decision {
  readonly name: string;
  readonly granted: boolean;
  /** Why not; without figures that change by themselves, since each change is a write for everybody who waits. */
  readonly reason?: string;
  /** Others behind it have just taken slots that were too few for it. */
  readonly passed?: true;
}

interface Usage {
  readonly limit: number;
  used: number;
  /** Names of plans that hold slots. */
  readonly plans: Set<string>;
  /** Somebody ahead has been passed for long: what is free is kept until it is enough. */
  kept: boolean;
  /** Ahead, and too large for what is free. */
  readonly tooLarge: Contender[];
}

/**
 * Who may start now, in the order in which it is their turn. Who lacks room lets others pass that have it, so that no slot is
 * idle; but one that has been passed for longer than `patienceMs` keeps what becomes free, so that small machines never
 * starve a large one. One that needs more than a limit runs when it is alone.
 */
export function schedule(contenders: readonly Contender[], limits: Limits, now: number): Decision[] {
  const usages = new Map<string, Usage>();
  for (const contender of contenders) {
    if (contender.state === 'holding') take(contender, sharesOf(contender, limits, usages));
  }
  const passed = new Set<Contender>();
  const line = inTurn(contenders, now);
  const winners = new Set(line.filter((one) => admit(one, sharesOf(one, limits, usages), { now, passed })));
  // Told when all is decided: who has won holds slots too.
  const decided = line.map((one) =>
    winners.has(one)
      ? { name: one.name, granted: true }
      : {
          name: one.name,
          granted: false,
          reason: reasonFor(one, limits, usages),
          ...(passed.has(one) && { passed: true as const }),
        },
  );
  const paused = contenders.filter(({ state }) => state === 'paused');
  return [
    ...decided,
    ...paused.map(({ name, plan }) => ({ name, granted: false, reason: `Plan ${plan.name} is paused.` })),
  ];
}

/** What a contender takes of one of its buckets that are limited. */
interface Share {
  readonly bucket: Bucket;
  readonly usage: Usage;
}

/** In the order of its buckets. */
function sharesOf({ buckets }: Contender, limits: Limits, usages: Map<string, Usage>): Share[] {
  return buckets.flatMap((bucket) => {
    const limit = limits[bucket.of];
    if (limit === undefined) return [];
    const key = `${bucket.of} ${bucket.id}`;
    const usage = usages.get(key) ?? { limit, used: 0, plans: new Set(), kept: false, tooLarge: [] };
    usages.set(key, usage);
    return [{ bucket, usage }];
  });
}

function take({ plan }: Contender, shares: readonly Share[]): void {
  for (const { bucket, usage } of shares) {
    usage.used += bucket.cost;
    if (bucket.cost > 0) usage.plans.add(plan.name);
  }
}

function admit(
  contender: Contender,
  shares: readonly Share[],
  { now, passed }: { readonly now: number; readonly passed: Set<Contender> },
): boolean {
  const short = shares.filter((share) => !hasRoom(share));
  if (short.length === 0 && !shares.some(({ usage }) => usage.kept)) {
    take(contender, shares);
    for (const { bucket, usage } of shares) {
      if (bucket.cost > 0) for (const one of usage.tooLarge) passed.add(one);
    }
    return true;
  }
  for (const { usage } of short) {
    usage.kept ||= contender.passedAt !== undefined && now - contender.passedAt >= patienceMs;
    usage.tooLarge.push(contender);
  }
  return false;
}

function hasRoom({ bucket, usage }: Share): boolean {
  return usage.used === 0 || usage.used + bucket.cost <= usage.limit;
}

function reasonFor(contender: Contender, limits: Limits, usages: Map<string, Usage>): string {
  const shares = sharesOf(contender, limits, usages);
  const full = shares.find((share) => !hasRoom(share));
  const share = full ?? shares.find(({ usage }) => usage.kept);
  if (share === undefined) throw new Error(`Nothing keeps ${contender.name} from starting.`);
  const { title, of, cost } = share.bucket;
  const { limit, used } = share.usage;
  const held = of === 'plan' ? '' : heldBy(share.usage);
  if (full === undefined) return `${title} keeps its free slots for a larger machine that comes first${held}.`;
  if (cost > limit) return `${title} has ${limit} slots; a machine that needs ${cost} runs when no other does${held}.`;
  if (used >= limit) return `${title} has ${limit} of ${limit} slots in use${held}.`;
  return `${title} has fewer than ${cost} of ${limit} slots free${held}.`;
}

/** As many as fit a sentence. */
const namedPlans = 3;

function heldBy({ plans }: Usage): string {
  const names = [...plans].toSorted();
  if (names.length === 0) return '';
  const named = names.slice(0, namedPlans).join(', ');
  const others = names.length > namedPlans ? ' and others' : '';
  return `, held by ${names.length === 1 ? 'plan' : 'plans'} ${named}${others}`;
}
