import type { Bucket, Contender } from '../migration/contest.ts';

interface Place {
  /** In each bucket but the datastore where that has a cost of its own. */
  readonly cost?: number;
  readonly host?: string;
  readonly datastore?: string;
  readonly datastoreCost?: number;
  readonly provider?: string;
  readonly target?: string;
  readonly plan?: string;
}

type Change = Partial<Omit<Contender, 'buckets' | 'plan'>> & Place;

/** When those of tests begin to wait. */
export const noon = Date.parse('2026-01-01T12:00:00Z');

/** Waits for one slot in each of its buckets unless told otherwise. */
export function contender(
  name: string,
  {
    host = '1',
    provider = 'vc',
    target = 'here',
    plan = 'p',
    datastore = 'nfs',
    cost = 1,
    datastoreCost = cost,
    ...change
  }: Change = {},
): Contender {
  const buckets: [Bucket, ...Bucket[]] = [
    { of: 'host', id: host, title: `Host esx-${host}`, cost },
    { of: 'datastore', id: datastore, title: `Datastore ${datastore}`, cost: datastoreCost },
    { of: 'provider', id: provider, title: `Provider ${provider}`, cost },
    { of: 'target', id: target, title: `Target ${target}`, cost },
    { of: 'plan', id: plan, title: `Plan ${plan}`, cost },
  ];
  const slot = { stage: 'transfer', round: 0 };
  const plain = { slot, state: 'waiting', order: name, priority: 1, since: noon } as const;
  return { name, plan: { uid: plan, name: plan }, buckets, ...plain, ...change };
}
