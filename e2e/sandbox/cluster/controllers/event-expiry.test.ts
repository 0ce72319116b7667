import { expect, test } from 'vitest';
import { VirtualClock } from '../../clock.ts';
import type { KubeObject } from '../object.ts';
import { Store } from '../store.ts';
import { expireEvents } from './event-expiry.ts';

const minuteMs = 60_000;

function event(name: string): KubeObject {
  const metadata = { name, namespace: 'n', uid: name, resourceVersion: '', creationTimestamp: '' };
  return { apiVersion: 'v1', kind: 'Event', metadata };
}

test('an event is gone an hour after it was last written, and its watchers hear of it', async () => {
  const clock = new VirtualClock();
  const store = new Store({ now: () => clock.now() });
  const stop = expireEvents({ store, clock });
  const removed: string[] = [];
  store.subscribe('/events', (change) => {
    if (change.removed) removed.push(change.object.metadata.name);
  });
  const there = () => store.list('/events').map(({ metadata }) => metadata.name);
  store.put('/events', event('a'));
  store.put('/events', event('b'));
  await clock.advance(30 * minuteMs);
  store.put('/events', event('a'));
  await clock.advance(31 * minuteMs);
  expect(there()).toEqual(['a']);
  await clock.advance(30 * minuteMs);
  expect(there()).toEqual([]);
  expect(removed).toEqual(['b', 'a']);
  stop();
});
