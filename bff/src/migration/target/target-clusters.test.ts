import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { InProcessNetwork } from '@gantry/sandbox/network.ts';
import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { providers } from '../../api/generated/provider.ts';
import { secrets } from '../../api/kinds/core.ts';
import { connectors } from '../../providers/registry.ts';
import { MemoryClient } from '../../testing/memory-client.ts';
import { otherCluster, startOtherCluster, type OtherCluster } from '../../testing/other-cluster.ts';
import { runLabel } from '../labels.ts';
import type { ProviderIdentity } from '../source/sources.ts';
import { targetClusters, type FollowedTargets } from './target-clusters.ts';

const namespace = 'migrations';
const at = { namespace, name: 'other' };

let clock: VirtualClock;
let home: MemoryClient;
let other: OtherCluster;
let targets: FollowedTargets;
let provider: ProviderIdentity;
let told: string[];

beforeEach(async () => {
  clock = new VirtualClock();
  const network = new InProcessNetwork();
  other = await startOtherCluster({ clock, network });
  home = new MemoryClient(clock);
  await home.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: at, data: { token: token() } });
  const { metadata } = await home.create(providers, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Provider',
    metadata: at,
    spec: { type: 'openshift', url: otherCluster.url, secret: { name: 'other', namespace } },
  });
  provider = { ...at, uid: metadata.uid ?? '' };
  const certificate = () => Promise.reject(new Error('Nothing is probed.'));
  const driverContext = { send: () => network.send, clock, certificate };
  targets = targetClusters({ home, connectors, driverContext, random: () => 0.5 });
  told = [];
});
afterEach(() => other.close());

const token = (text: string = otherCluster.token) => Buffer.from(text).toString('base64');
const follow = () => targets.follow(provider, ({ metadata }) => told.push(metadata.name));
const watching = (count: number) => clock.until(() => other.openWatches === count, 60_000, `${count} watches`);

function make(name: string, labels: Record<string, string>) {
  return other.admin.create(kinds.dataVolume, { metadata: { name, namespace: 'default', labels }, spec: {} });
}

test('what runs made there is told when it changes, and nothing else', async () => {
  const leave = follow();
  expect(other.openWatches).toBe(0);
  await targets.client(provider);
  await watching(3);
  await make('foreign', {});
  await make('ours', { [runLabel]: 'run-1' });
  await clock.until(() => told.length > 0, 60_000, 'the change');
  expect(told).toEqual(['ours']);
  leave();
  await watching(0);
});

test('a new token is followed with', async () => {
  const leave = follow();
  await targets.client(provider);
  await watching(3);
  await home.mergePatch(secrets, at, { data: { token: token(`${otherCluster.token}\n`) } });
  await targets.client(provider);
  await make('ours', { [runLabel]: 'run-1' });
  await clock.until(() => told.includes('ours'), 60_000, 'the change');
  await watching(3);
  leave();
  await watching(0);
});

test('a cluster that nobody follows is not watched', async () => {
  follow()();
  await targets.client(provider);
  await clock.advance(60_000);
  expect(other.openWatches).toBe(0);
});
