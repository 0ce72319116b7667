import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../api/resource.ts';
import { Expectations, type Cache } from './expectations.ts';

function object(resourceVersion: string, more: Partial<KubeObject['metadata']> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: { namespace: 'ns', name: 'a', uid: 'u', resourceVersion, ...more },
  };
}

function cache(resourceVersion: string, cached?: KubeObject): Cache {
  return { resourceVersion, get: () => cached };
}

describe('Expectations', () => {
  const written = object('10');
  const wrote: [string, Cache, boolean][] = [
    ['a cache that is behind', cache('9', object('8')), false],
    ['a cache that has not seen the object', cache('9'), false],
    ['a cache that is there', cache('10', written), true],
    ['a cache in which the object has gone since', cache('11'), true],
    ['versions that cannot be compared, with another one cached', cache('x', object('9')), false],
    ['versions that cannot be compared, with this one cached', cache('x', written), true],
  ];
  it.each(wrote)('after a write: %s', (_, seen, met) => {
    const expectations = new Expectations({ clock: new VirtualClock() });
    expectations.wrote('key', written, seen);
    expect(expectations.met('key')).toBe(met);
    expect(expectations.met('another key')).toBe(true);
  });

  const deleted: [string, Cache, boolean][] = [
    ['still cached', cache('9', object('8')), false],
    ['gone', cache('9'), true],
    ['going', cache('9', object('9', { deletionTimestamp: '2026-01-01T00:00:00Z' })), true],
    ['replaced', cache('9', object('9', { uid: 'other' })), true],
  ];
  it.each(deleted)('after a delete: %s', (_, seen, met) => {
    const expectations = new Expectations({ clock: new VirtualClock() });
    expectations.deleted('key', object('8'), seen);
    expect(expectations.met('key')).toBe(met);
  });

  it('gives up waiting after five minutes', async () => {
    const clock = new VirtualClock();
    const expectations = new Expectations({ clock });
    expectations.wrote('key', written, cache('9'));
    await clock.advance(299_999);
    expect(expectations.met('key')).toBe(false);
    await clock.advance(1);
    expect(expectations.met('key')).toBe(true);
  });

  it('can be told to forget', () => {
    const expectations = new Expectations({ clock: new VirtualClock() });
    expectations.wrote('key', written, cache('9'));
    expectations.forget('key');
    expect(expectations.met('key')).toBe(true);
  });
});
