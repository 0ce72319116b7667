import type { KubeObject, ObjectMeta, Resource } from '../api/resource.ts';
import { isAborted, orAborted, startDeadline } from '../platform/abort.ts';
import { sleep, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { isAlreadyExists, isConflict } from './api-error.ts';
import type { Client } from './client.ts';

export interface Lease extends KubeObject {
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    acquireTime?: string;
    renewTime?: string;
    leaseTransitions?: number;
  };
}

export const leases: Resource<Lease> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  scope: 'Namespaced',
};

export interface LeaderElectionOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  readonly namespace: string;
  readonly name: string;
  /** Of this process alone. */
  readonly identity: string;
  /** An observer never leads; it knows who does. Default candidate. */
  readonly role?: 'candidate' | 'observer';
  /** `host:port` at which other processes reach this one; published while it leads. */
  readonly address?: string;
  /** Begins the leader's work. */
  readonly onElected: () => void;
  /** Another may lead now: the process must stop acting at once, and is best ended. Not called by `release`. */
  readonly onLost: () => void;
}

export interface LeaderElection {
  /** Asked before each effect outside the API server, which alone would refuse a former leader. */
  readonly isLeader: boolean;
  /** Where the other process that leads is reached; undefined while none is known to lead, or it does not say where. */
  readonly leaderAddress: string | undefined;
  /** Gives the lease back, so that the next leader need not wait for its end. Stop the leader's work first. */
  release(): Promise<void>;
}

/** On the Lease: `host:port` of its holder. */
const addressAnnotation = 'gantry.dev/leader-address';
const leaseMs = 15_000;
const renewWithinMs = 10_000;
const retryMs = 2_000;
const jitter = 1.2;

/** Takes part in the election until released or lost; never leads again after it was lost. */
export function joinElection(options: LeaderElectionOptions): LeaderElection {
  const candidate = new Candidate(options);
  const stop = new AbortController();
  const run = candidate.run(stop.signal);
  return {
    get isLeader() {
      return candidate.isLeader;
    },
    get leaderAddress() {
      return candidate.leaderAddress;
    },
    async release() {
      stop.abort(new Error('The election was left.'));
      await run;
      await candidate.giveBack();
    },
  };
}

class Candidate {
  readonly #options: LeaderElectionOptions;
  /** The lease as last seen, and when it was first seen so: clocks of other machines are not trusted. */
  #seen: { readonly lease: Lease; readonly at: number } | undefined;
  #renewedAt: number | undefined;
  #lost = false;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
  }

  get isLeader(): boolean {
    return !this.#lost && this.#renewedAt !== undefined && this.#options.clock.now() - this.#renewedAt < renewWithinMs;
  }

  get leaderAddress(): string | undefined {
    const { clock, identity } = this.#options;
    if (this.#seen === undefined) return undefined;
    const { lease, at } = this.#seen;
    const holder = lease.spec?.holderIdentity ?? '';
    if (holder === '' || holder === identity || clock.now() >= at + durationMs(lease)) return undefined;
    const address = lease.metadata.annotations?.[addressAnnotation] || undefined;
    // Where this process is, the holder is no more: it was killed and this one started in its place.
    return address === this.#options.address ? undefined : address;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, random, log, identity, onElected, onLost } = this.#options;
    while (!signal.aborted) {
      const begun = clock.now();
      const held = await this.#try(signal);
      if (isAborted(signal)) return;
      if (held) {
        const elected = this.#renewedAt === undefined;
        // The lease counts from before the request: it may have taken its time.
        this.#renewedAt = begun;
        if (elected) {
          log.info({ identity }, 'elected leader');
          onElected();
        }
      } else if (this.#renewedAt !== undefined && !this.#mayStillHold()) {
        this.#lost = true;
        log.error({ identity }, 'leadership lost');
        onLost();
        return;
      }
      await sleep(clock, retryMs * (1 + random() * (jitter - 1)), signal).catch(() => undefined);
    }
  }

  async giveBack(): Promise<void> {
    const { client, log } = this.#options;
    const lease = this.#seen?.lease;
    if (this.#renewedAt === undefined || this.#lost || lease === undefined) return;
    this.#lost = true;
    const spec = { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: this.#microTime() };
    await client.update(leases, { ...lease, spec }).catch((error: unknown) => {
      log.warn({ error }, 'the lease was not given back: it ends by itself');
    });
  }

  #mayStillHold(): boolean {
    const { clock, identity } = this.#options;
    const holder = this.#seen?.lease.spec?.holderIdentity;
    return holder === identity && clock.now() - (this.#renewedAt ?? 0) < renewWithinMs;
  }

  /** True when the lease is ours, just written. */
  async #try(signal: AbortSignal): Promise<boolean> {
    const { clock, log } = this.#options;
    const left = this.#renewedAt === undefined ? renewWithinMs : this.#renewedAt + renewWithinMs - clock.now();
    const deadline = startDeadline({
      clock,
      ms: Math.max(0, left),
      parent: signal,
      reason: () => new Error('The renewal took too long.'),
    });
    try {
      return await orAborted(this.#acquireOrRenew(deadline.signal), deadline.signal);
    } catch (error) {
      const raced = isConflict(error) || isAlreadyExists(error);
      if (!raced && !signal.aborted) log.warn({ error }, 'the lease could not be written');
      return false;
    } finally {
      deadline.end();
    }
  }

  async #acquireOrRenew(signal: AbortSignal): Promise<boolean> {
    const { client, clock, identity, namespace, name, role } = this.#options;
    const lease = await client.find(leases, { namespace, name }, { signal });
    if (lease !== undefined) this.#see(lease);
    if (role === 'observer') return false;
    if (lease === undefined) {
      const spec = { ...this.#spec(), acquireTime: this.#microTime(), leaseTransitions: 0 };
      this.#see(
        await client.create(
          leases,
          { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: this.#metadata({ namespace, name }), spec },
          { signal },
        ),
      );
      return true;
    }
    const holder = lease.spec?.holderIdentity ?? '';
    const theirs = holder !== '' && holder !== identity;
    if (theirs && clock.now() < (this.#seen?.at ?? 0) + durationMs(lease)) return false;
    const taken = { acquireTime: this.#microTime(), leaseTransitions: (lease.spec?.leaseTransitions ?? 0) + 1 };
    const spec = { ...lease.spec, ...this.#spec(), ...(holder === identity ? {} : taken) };
    this.#see(await client.update(leases, { ...lease, metadata: this.#metadata(lease.metadata), spec }, { signal }));
    return true;
  }

  #see(lease: Lease): void {
    if (this.#seen?.lease.metadata.resourceVersion === lease.metadata.resourceVersion) return;
    this.#seen = { lease, at: this.#options.clock.now() };
  }

  #metadata(metadata: ObjectMeta): ObjectMeta {
    const { address = '' } = this.#options;
    return { ...metadata, annotations: { ...metadata.annotations, [addressAnnotation]: address } };
  }

  #spec() {
    return {
      holderIdentity: this.#options.identity,
      leaseDurationSeconds: leaseMs / 1000,
      renewTime: this.#microTime(),
    };
  }

  #microTime(): string {
    return new Date(this.#options.clock.now()).toISOString().replace('Z', '000Z');
  }
}

function durationMs({ spec }: Lease): number {
  return (spec?.leaseDurationSeconds ?? leaseMs / 1000) * 1000;
}
