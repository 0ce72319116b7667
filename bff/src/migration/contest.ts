/** What a run takes a share of while it reads its source. */
export interface Bucket {
  readonly of: keyof Limits;
  readonly id: string;
  /** For people, as the subject of a sentence. */
  readonly title: string;
  /** Slots that the run takes there while it is under way. */
  readonly cost: number;
}

/** Slots at a time: per source host, and where they are set per datastore, source provider, target cluster and plan. */
export interface Limits {
  readonly host: number;
  readonly datastore?: number;
  readonly provider?: number;
  readonly target?: number;
  readonly plan?: number;
}

/** A run as the scheduler sees it. Times are milliseconds since the epoch. */
export interface Contender {
  readonly name: string;
  readonly plan: { readonly uid: string; readonly name: string };
  /** The host first: there plans take turns. */
  readonly buckets: readonly [Bucket, ...Bucket[]];
  /** What it waits for or holds. */
  readonly slot: { readonly stage: string; readonly round: number };
  /** One that is paused wants a slot and is given none. */
  readonly state: 'waiting' | 'paused' | 'holding';
  /** Sorts contenders: who came first. */
  readonly order: string;
  /** Of its plan; larger ones go first. */
  readonly priority: number;
  /** Since when it has waited for this slot. */
  readonly since: number;
  /** When its plan was last given a slot on the host. */
  readonly servedAt?: number;
  /** Since when others have taken slots that were too few for it. */
  readonly passedAt?: number;
}

/** How long others may pass a machine, or a plan may go without a slot, before that counts in its favour. */
export const patienceMs = 30 * 60_000;
