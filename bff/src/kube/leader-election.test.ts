import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { ConditionalClient } from '../testing/conditional-client.ts';
import type { Client } from './client.ts';
import { joinElection, leases, type LeaderElection, type LeaderElectionOptions } from './leader-election.ts';

const key = { namespace: 'gantry', name: 'controllers' };
let clock: VirtualClock;
let client: ConditionalClient;
let said: string[];

beforeEach(() => {
  clock = new VirtualClock();
  client = new ConditionalClient();
  said = [];
});

function join(
  identity: string,
  through: ConditionalClient = client,
  more: Partial<LeaderElectionOptions> = {},
): LeaderElection {
  const onElected = () => void said.push(`${identity} leads`);
  const onLost = () => void said.push(`${identity} lost`);
  const options = { clock, random: () => 0.5, log: silentLog, ...key, identity, onElected, onLost };
  return joinElection({ ...options, ...more, client: through as unknown as Client });
}

/** The same server through a connection of its own. */
function connection(): ConditionalClient {
  const own = Object.create(client) as ConditionalClient;
  for (const method of ['find', 'create', 'update'] as const) {
    own[method] = (async (...args: [never, never]) => {
      await own.before(method, leases);
      return client[method](...args);
    }) as never;
  }
  own.before = () => undefined;
  return own;
}

/** 15 s, and twice 2 s with their jitter. */
const leaseAndTwoRetriesMs = 19_800;
const never = () => new Promise<void>(() => undefined);

describe('election', () => {
  it('makes the first the leader and lets the second wait', async () => {
    const [first, second] = [join('first'), join('second')];
    await clock.advance(60_000);
    expect(said).toEqual(['first leads']);
    expect([first.isLeader, second.isLeader]).toEqual([true, false]);
    const { spec } = await client.get(leases, key);
    expect(spec).toMatchObject({ holderIdentity: 'first', leaseDurationSeconds: 15, leaseTransitions: 0 });
    expect(spec?.renewTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('renews every 2 to 2.4 s', async () => {
    join('first');
    await clock.advance(60_000);
    const renewals = client.writes.filter((write) => write === 'PUT leases').length;
    expect(renewals).toBeGreaterThanOrEqual(25);
    expect(renewals).toBeLessThanOrEqual(30);
  });

  it('passes on at once after a clean stop', async () => {
    const first = join('first');
    await clock.advance(5_000);
    join('second');
    await clock.advance(5_000);
    await first.release();
    expect(first.isLeader).toBe(false);
    await clock.advance(3_000);
    expect(said).toEqual(['first leads', 'second leads']);
    expect((await client.get(leases, key)).spec?.leaseTransitions).toBe(1);
  });

  it.each([2, 3])('passes on after the lease and two retries of a crash among %i, not before', async (count) => {
    const through = connection();
    join('first', through);
    await clock.advance(5_000);
    for (let other = 2; other <= count; other += 1) join(`number ${other}`);
    await clock.advance(1_000);
    through.before = never;
    const crashed = clock.now();
    const others = () => said.filter((text) => text.startsWith('number'));
    await clock.until(() => others().length > 0, leaseAndTwoRetriesMs);
    expect(clock.now() - crashed).toBeGreaterThan(10_000);
    await clock.advance(60_000);
    expect(others()).toHaveLength(1);
  });

  it('ends the leadership of one cut off before another can lead', async () => {
    const through = connection();
    const first = join('first', through);
    await clock.advance(5_000);
    const second = join('second');
    await clock.advance(1_000);
    through.before = never;
    for (let ms = 0; ms < 30_000; ms += 500) {
      await clock.advance(500);
      expect(first.isLeader && second.isLeader).toBe(false);
    }
    expect(said).toEqual(['first leads', 'first lost', 'second leads']);
    await first.release();
    expect((await client.get(leases, key)).spec?.holderIdentity).toBe('second');
  });

  it('survives errors shorter than the time to renew', async () => {
    join('first');
    await clock.advance(5_000);
    client.before = () => {
      throw new Error('away');
    };
    await clock.advance(7_000);
    client.before = () => undefined;
    await clock.advance(60_000);
    expect(said).toEqual(['first leads']);
  });

  it('does not believe the clocks of others: a lease counts from when it was seen', async () => {
    const spec = { holderIdentity: 'other', leaseDurationSeconds: 15, renewTime: '2001-01-01T00:00:00.000000Z' };
    await client.create(leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { ...key }, spec });
    join('first');
    await clock.advance(14_000);
    expect(said).toEqual([]);
    await clock.advance(5_000);
    expect(said).toEqual(['first leads']);
  });
});

describe('the leader’s address', () => {
  const addresses = (...elections: LeaderElection[]) => elections.map(({ leaderAddress }) => leaderAddress);

  it('is known to the others while it leads', async () => {
    const first = join('first', client, { address: '10.0.0.1:8443' });
    await clock.advance(1_000);
    const second = join('second', client, { address: '10.0.0.2:8443' });
    const observer = join('observer', client, { role: 'observer' });
    await clock.advance(60_000);
    expect(addresses(first, second, observer)).toEqual([undefined, '10.0.0.1:8443', '10.0.0.1:8443']);
    await first.release();
    await clock.advance(6_000);
    expect(addresses(second, observer)).toEqual([undefined, '10.0.0.2:8443']);
    expect(said).toEqual(['first leads', 'second leads']);
  });

  it('is not known of a leader that does not say it, whoever led before', async () => {
    const first = join('first', client, { address: '10.0.0.1:8443' });
    await clock.advance(1_000);
    await first.release();
    join('second');
    const observer = join('observer', client, { role: 'observer' });
    await clock.advance(6_000);
    expect([said.at(-1), observer.leaderAddress]).toEqual(['second leads', undefined]);
  });

  it('is not that of a process started in the place of one that was killed', async () => {
    const through = connection();
    join('first', through, { address: '10.0.0.1:8443' });
    await clock.advance(1_000);
    through.before = never;
    const next = join('next', client, { address: '10.0.0.1:8443' });
    await clock.advance(5_000);
    expect([next.isLeader, next.leaderAddress]).toEqual([false, undefined]);
  });

  it('is forgotten when the lease is over', async () => {
    const through = connection();
    join('first', through, { address: '10.0.0.1:8443' });
    await clock.advance(1_000);
    const observer = join('observer', client, { role: 'observer' });
    await clock.advance(5_000);
    through.before = never;
    await clock.advance(leaseAndTwoRetriesMs);
    expect([observer.leaderAddress, observer.isLeader]).toEqual([undefined, false]);
  });
});
