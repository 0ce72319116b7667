import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wrongAfter } from '../../processes/ending.ts';
import { app01, raw01 } from '../../processes/expected.ts';
import { migrationOf, planOf, surroundings } from '../../processes/manifests.ts';
import { leaderOf, replicasOf, type Replica } from '../../processes/replicas.ts';
import { VcenterCalls } from '../../processes/vcenter-calls.ts';
import { World } from '../../processes/world.ts';
import { waitFor } from '../../src/wait-for.ts';
import { oracle } from '../found.ts';
import { startKubernetes, type Kubernetes } from './start.ts';

const program = oracle('kubernetes');
if (program === undefined) console.log('not run: replicas on kubernetes (npm run oracles builds it)');

/** The lease, two retries, and what a loaded machine takes to notice. */
const failoverLimitMs = 30_000;
const inventory = '/api/v1/projects/migrations/providers/vcenter/inventory/vms?limit=1';

const troubles: readonly { readonly what: string; readonly strike: (leader: Replica) => () => Promise<void> | void }[] =
  [
    {
      what: 'killed',
      strike: ({ process }) => {
        void process.kill();
        return () => process.start();
      },
    },
    { what: 'stopped for longer than its lease', strike: ({ process }) => process.pause() },
    {
      what: 'cut off from the API server',
      strike: ({ line }) => {
        line.cut();
        return () => line.heal();
      },
    },
  ];

describe.skipIf(program === undefined)('replicas before the real API server', () => {
  let kubernetes: Kubernetes;
  let world: World;
  let calls: VcenterCalls;
  let replicas: Replica[] = [];
  let token = '';

  beforeAll(async () => {
    kubernetes = await startKubernetes(program ?? '');
    ({ token } = kubernetes);
    world = await World.start({
      seed: 'replicas',
      model: 'small',
      kubeconfig: kubernetes.kubeconfig,
      timings: { copyBytesPerSecond: 2 * 1024 ** 2, backoffMs: 500, bootMs: 200 },
    });
    calls = new VcenterCalls(world.sandbox.addresses.vcenter.url);
    replicas = await replicasOf(world, 3);
  }, 180_000);
  afterAll(async () => {
    await Promise.all(replicas.map(({ process }) => process.stop()));
    for (const { line } of replicas) line.close();
    await calls.close();
    await world.stop();
    await kubernetes.stop();
  });

  /** Everybody but `without` answers, by itself or from the inventory of whoever leads, or says that nobody does. */
  async function answers(without?: Replica): Promise<void> {
    for (const replica of replicas.filter((each) => each !== without)) {
      expect(await replica.ask('/api/v1/me', token), replica.name).toBe('200');
      const answer = await replica.ask(inventory, token);
      expect(['200', '503 leader-changing', '503 inventory-not-read'], replica.name).toContain(answer);
    }
  }

  /** Whoever was struck reads who leads now within a retry of the election. */
  async function answersFromInventory(...all: readonly Replica[]): Promise<void> {
    for (const replica of all) {
      const read = async () => ((await replica.ask(inventory, token)) === '200' ? true : undefined);
      await waitFor(`${replica.name} answers from the inventory`, 60_000, read);
    }
  }

  test('two and three of them serve throughout, and act once', { timeout: 240_000 }, async () => {
    const [first, second, third] = replicas;
    if (first === undefined || second === undefined || third === undefined) throw new Error('There are not three.');
    first.process.start();
    second.process.start();
    await waitFor('one leads', 60_000, () => leaderOf(world, replicas));
    await world.apply([
      ...surroundings(
        { ...world.sandbox.addresses.vcenter, url: await calls.listen(), ca: undefined },
        {
          storageClass: 'ceph-rbd-wffc',
        },
      ),
      planOf({ name: 'convert', machines: [app01.id] }),
      planOf({ name: 'raw', machines: [raw01.id], rawCopy: true }),
      migrationOf('convert', 'convert-1'),
      migrationOf('raw', 'raw-1'),
    ]);
    await answersFromInventory(first, second);
    await waitFor('a source is shut down', 60_000, () => Promise.resolve(calls.power[0]));
    third.process.start();
    const ready = async () => ((await third.ask('/readyz', token)) === '200' ? true : undefined);
    await waitFor('the third is ready', 60_000, ready);
    for (const { what, strike } of troubles) {
      const leader = await waitFor('one leads', failoverLimitMs, () => leaderOf(world, replicas));
      const struckAt = Date.now();
      const heal = strike(leader);
      const next = async () => {
        await answers(leader);
        const now = await leaderOf(world, replicas);
        return now === leader ? undefined : now;
      };
      const { name } = await waitFor(`another leads after ${leader.name} was ${what}`, failoverLimitMs, next);
      console.log(`${leader.name} was ${what}: ${name} leads after ${((Date.now() - struckAt) / 1000).toFixed(1)} s`);
      await heal();
      const back = async () => ((await leader.ask('/readyz', token)) === '200' ? true : undefined);
      await waitFor(`${leader.name} is back`, 60_000, back);
    }
    expect(await world.ended('convert-1', 120_000)).toEqual(['Succeeded']);
    expect(await world.ended('raw-1', 120_000)).toEqual(['Succeeded']);
    expect(await wrongAfter(world, [app01, raw01])).toEqual([]);
    expect([...calls.power].sort()).toEqual([`ShutdownGuest ${app01.id}`, `ShutdownGuest ${raw01.id}`]);
    await answersFromInventory(...replicas);
  });
});
