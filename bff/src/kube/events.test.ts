import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { ConditionalClient } from '../testing/conditional-client.ts';
import type { Client } from './client.ts';
import { createEventRecorder, events, type EventRecorder } from './events.ts';

const plan = {
  apiVersion: 'forklift.konveyor.io/v1beta1',
  kind: 'Plan',
  metadata: { namespace: 'ns', name: 'plan', uid: 'u1' },
};
const failed = { type: 'Warning', reason: 'Failed', message: 'It failed.' } as const;
let clock: VirtualClock;
let client: ConditionalClient;
let recorder: EventRecorder;

beforeEach(() => {
  clock = new VirtualClock();
  client = new ConditionalClient();
  let n = 0;
  const random = () => (n = (n + 0.0001) % 1);
  recorder = createEventRecorder({
    client: client as unknown as Client,
    clock,
    random,
    log: silentLog,
    component: 'gantry',
    instance: 'pod-1',
  });
});

describe('events', () => {
  it('say what, about whom, when and by whom', async () => {
    recorder.record(plan, failed);
    await recorder.flushed();
    expect(client.all(events)).toMatchObject([
      {
        metadata: { namespace: 'ns', name: expect.stringMatching(/^plan\.[0-9a-f]+$/) as string },
        involvedObject: { kind: 'Plan', namespace: 'ns', name: 'plan', uid: 'u1' },
        ...failed,
        count: 1,
        firstTimestamp: '2026-01-01T00:00:00Z',
        source: { component: 'gantry' },
      },
    ]);
  });

  it('about cluster-wide objects stand in the default namespace', async () => {
    recorder.record({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod' } }, failed);
    await recorder.flushed();
    expect(client.all(events)[0]?.metadata.namespace).toBe('default');
  });

  it('count up when repeated, and begin anew when the server dropped them', async () => {
    for (let n = 0; n < 3; n += 1) recorder.record(plan, failed);
    await recorder.flushed();
    const [event] = client.all(events);
    expect(event?.count).toBe(3);
    await client.delete(events, { namespace: 'ns', name: event?.metadata.name ?? '' });
    recorder.record(plan, failed);
    await recorder.flushed();
    expect(client.all(events).map(({ count }) => count)).toEqual([1]);
  });

  it('that are similar become one after the tenth', async () => {
    for (let n = 0; n < 20; n += 1) recorder.record(plan, { ...failed, message: `It failed: ${n}.` });
    await recorder.flushed();
    expect(client.all(events)).toHaveLength(11);
    expect(client.all(events).at(-1)).toMatchObject({ message: '(combined from similar events): Failed', count: 10 });
  });

  it('that flood are muted per object: 25, then one per five minutes', async () => {
    const other = { ...plan, metadata: { ...plan.metadata, uid: 'u2' } };
    for (let n = 0; n < 100; n += 1) recorder.record(plan, failed);
    recorder.record(other, failed);
    await recorder.flushed();
    expect(client.all(events).map(({ count }) => count)).toEqual([25, 1]);
    await clock.advance(600_000);
    for (let n = 0; n < 100; n += 1) recorder.record(plan, failed);
    await recorder.flushed();
    expect(client.all(events)[0]?.count).toBe(27);
  });

  it('hold nobody up and harm nobody when the server refuses them', async () => {
    client.before = () => {
      throw new Error('no');
    };
    recorder.record(plan, failed);
    await recorder.flushed();
    client.before = () => undefined;
    recorder.record(plan, failed);
    await recorder.flushed();
    expect(client.all(events)).toHaveLength(1);
  });

  it('wait for a server that does not answer only up to a thousand', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    client.before = () => held;
    const about = (n: number) => ({ ...plan, metadata: { ...plan.metadata, uid: `many-${n}` } });
    for (let n = 0; n < 1500; n += 1) recorder.record(about(n), failed);
    answer();
    await recorder.flushed();
    expect(client.all(events)).toHaveLength(1001);
  });

  it('cut long messages', async () => {
    recorder.record(plan, { ...failed, message: 'x'.repeat(5000) });
    await recorder.flushed();
    expect(client.all(events)[0]?.message).toHaveLength(1024);
  });
});
