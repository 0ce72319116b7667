import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { secrets } from '../api/kinds/core.ts';
import { stampKeysName } from '../migration/stamps/stamp-keys.ts';
import { requesterAnnotation } from '../platform/requester.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { openStamps, type Stamps } from './stamps.ts';

const secretKey = { name: stampKeysName, namespace: 'gantry' };
const olga = { user: 'olga', uid: '7', groups: ['dev'] };
const plan = { kind: 'Plan', metadata: { namespace: 'migrations', name: 'spring', uid: 'uid-1' }, spec: {} };
const base64 = (byte: number, length = 32) => Buffer.alloc(length, byte).toString('base64');

let clock: VirtualClock;
let client: MemoryClient;
let made: number;

beforeEach(() => {
  clock = new VirtualClock();
  client = new MemoryClient(clock);
  made = 0;
});

const replica = () => openStamps({ client, namespace: 'gantry', clock, newKey: () => Buffer.alloc(32, (made += 1)) });
const signedBy = async (stamps: Stamps) => ({
  ...plan,
  metadata: { ...plan.metadata, annotations: { [requesterAnnotation]: await stamps.sign(olga, plan) } },
});
const addKey = (id: string, text: string) => client.mergePatch(secrets, secretKey, { data: { [id]: text } });

describe('keys of stamps', () => {
  it('are made once, for all replicas', async () => {
    const [one, other] = [replica(), replica()];
    const stamped = await Promise.all([signedBy(one), signedBy(other)]);
    for (const object of stamped)
      expect(await Promise.all([one, other].map((stamps) => stamps.proven(object)))).toEqual([olga, olga]);
    expect(Object.keys((await client.get(secrets, secretKey)).data ?? {})).toHaveLength(1);
  });

  it('that are added sign within a minute, and are believed at once by who does not know them yet', async () => {
    const [one, other] = [replica(), replica()];
    const old = await signedBy(one);
    await other.proven(old);
    await addKey('9999-01-01', base64(9));
    const restarted = await signedBy(replica());
    expect(restarted.metadata.annotations).not.toEqual(old.metadata.annotations);
    expect([await other.proven(restarted), await other.proven(old)]).toEqual([olga, olga]);
    await clock.advance(60_000);
    expect(await signedBy(other)).toEqual(restarted);
  });

  it('that are taken away prove nothing within a minute', async () => {
    const one = replica();
    const old = await signedBy(one);
    await client.mergePatch(secrets, secretKey, { data: null });
    await addKey('9999-01-01', base64(9));
    await clock.advance(60_000);
    expect(await one.proven(old)).toBeUndefined();
  });

  it('that are too short count for nothing', async () => {
    const one = replica();
    const old = await signedBy(one);
    await addKey('9999-01-01', base64(9, 31));
    expect(await signedBy(replica())).toEqual(old);
    await client.mergePatch(secrets, secretKey, { data: null });
    await expect(signedBy(replica())).rejects.toThrow('has no key of 32 bytes or more');
  });
});
