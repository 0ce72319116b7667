import { patienceMs, type Contender } from './contest.ts';

/** From the priority of a plan to the next one. */
const highest = 2;

/**
 * Who waits, in the order in which it is their turn. Plans of a higher priority come first; on each host plans of the same take
 * turns, the one that has least there first, by age where they have alike; within a plan by order. The first machine of a
 * plan that has nothing on its host rises by one priority for each `patienceMs` that the plan has been given nothing there: so
 * plans of a low priority get a slot now and then, whoever else keeps coming.
 */
export function inTurn(contenders: readonly Contender[], now: number): Contender[] {
  const shares = new Map<string, number>();
  const add = ({ plan, buckets: [host] }: Contender): number => {
    const key = `${host.id} ${plan.uid}`;
    const share = shares.get(key) ?? 0;
    shares.set(key, share + host.cost);
    return share;
  };
  contenders.filter(({ state }) => state === 'holding').forEach(add);
  return contenders
    .filter(({ state }) => state === 'waiting')
    .toSorted(byAge)
    .map((contender) => ({ contender, share: add(contender) }))
    .map((place) => ({ ...place, rank: rankOf(place, now) }))
    .toSorted((one, other) => other.rank - one.rank || one.share - other.share || byAge(one.contender, other.contender))
    .map(({ contender }) => contender);
}

interface Place {
  readonly contender: Contender;
  /** Slots on the host that its plan has when all of the plan ahead of it have started. */
  readonly share: number;
}

function rankOf({ contender, share }: Place, now: number): number {
  const { priority, since, servedAt = since } = contender;
  const idleMs = share > 0 ? 0 : now - Math.max(since, servedAt);
  return Math.min(highest, priority + Math.max(0, Math.floor(idleMs / patienceMs)));
}

function byAge({ order: one }: Contender, { order: other }: Contender): number {
  return one < other ? -1 : Number(one > other);
}
