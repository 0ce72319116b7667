import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, test } from 'vitest';
import { conversions, type Conversion } from '../../api/generated/conversion.ts';
import { persistentVolumeClaims, pods } from '../../api/kinds/core.ts';
import { keyOf } from '../../api/resource.ts';
import { defaultEngineSettings } from '../../config/settings.ts';
import { fakeMachine } from '../../testing/fake-driver.ts';
import { givenClaim, putClaims } from '../../testing/given-claim.ts';
import { MemoryClient } from '../../testing/memory-client.ts';
import { conversionReconciler } from './reconcile.ts';

const key = { namespace: 'prod', name: 'guest' };
const held = ['gantry.dev/end-seen'];

async function scene() {
  const clock = new VirtualClock();
  const client = new MemoryClient(clock);
  await putClaims(client, [givenClaim(fakeMachine(), 0)]);
  await client.create(conversions, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Conversion',
    metadata: { ...key, finalizers: ['example.org/theirs'] },
    spec: {
      type: 'InPlace',
      vm: { id: 'vm-101' },
      connection: { secret: { name: 'vc' } },
      disks: [{ name: 'web-01-0' }],
    },
  });
  const ports = {
    client,
    clock,
    serviceNamespace: 'gantry',
    settings: { now: { ...defaultEngineSettings, trustRequesters: true } },
    events: { record: () => undefined, flushed: () => Promise.resolve() },
  };
  const reconcile = conversionReconciler(ports);
  /** As the controller does, until it would wait. */
  const settle = async () => {
    while ((await reconcile(key))?.requeueAfterMs === 0);
  };
  const pod = async () => (await client.list(pods, { namespace: 'prod' })).items[0];
  const podIs = async (phase: string) => {
    const found = await pod();
    if (found === undefined) throw new Error('There is no pod.');
    await client.mergePatch(pods, keyOf(found), { status: { phase } }, { subresource: 'status' });
  };
  const stands = async () => ({
    conversion: (await client.find(conversions, key))?.metadata.finalizers,
    pod: (await pod())?.metadata.finalizers,
  });
  return { client, settle, pod, podIs, stands };
}

test('both are held while the pod may run, and let go once its end is on record', async () => {
  const { client, settle, podIs, stands } = await scene();
  await settle();
  expect(await stands()).toEqual({ conversion: ['example.org/theirs', ...held], pod: held });
  await podIs('Succeeded');
  await settle();
  expect((await client.get<Conversion>(conversions, key)).status?.phase).toBe('Succeeded');
  expect(await stands()).toEqual({ conversion: ['example.org/theirs'], pod: [] });
});

test('a pod that somebody removes stays until that is on record', async () => {
  const { client, settle, pod, stands } = await scene();
  await settle();
  const found = await pod();
  if (found !== undefined) await client.delete(pods, keyOf(found));
  expect((await stands()).pod).toEqual(held);
  await settle();
  expect((await client.get<Conversion>(conversions, key)).status?.message).toContain('its pod was removed');
  expect(await stands()).toEqual({ conversion: ['example.org/theirs'], pod: undefined });
});

test('one that is deleted while its pod runs lets it go', async () => {
  const { client, settle, podIs, stands } = await scene();
  await client.mergePatch(conversions, key, { metadata: { finalizers: [] } });
  await settle();
  await podIs('Running');
  await client.delete(conversions, key);
  expect((await stands()).pod).toEqual(held);
  await settle();
  expect(await stands()).toEqual({ conversion: undefined, pod: undefined });
});

test('one that is refused is not held', async () => {
  const { client, settle, stands } = await scene();
  await client.delete(persistentVolumeClaims, { namespace: 'prod', name: 'web-01-0' });
  await settle();
  expect((await client.get<Conversion>(conversions, key)).status?.phase).toBe('Failed');
  expect(await stands()).toEqual({ conversion: ['example.org/theirs'], pod: undefined });
});
