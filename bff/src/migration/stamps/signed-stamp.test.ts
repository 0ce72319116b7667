import { describe, expect, it } from 'vitest';
import { requesterAnnotation, requesterStamp } from '../../platform/requester.ts';
import { keyIdOf, provenRequester, signedStamp, type Stamped } from './signed-stamp.ts';

const key = { id: '2026-01-01', secret: Buffer.alloc(32, 1) };
const newer = { id: '2026-02-01', secret: Buffer.alloc(32, 2) };
const olga = { user: 'olga', uid: '7', groups: ['dev'], extra: { scopes: ['user:info'] } };
const created: Stamped = { kind: 'Plan', metadata: { namespace: 'migrations', name: 'spring' }, spec: { vms: ['a'] } };
const stored: Stamped = { ...created, metadata: { ...created.metadata, uid: 'uid-1' } };
const generated: Stamped = { ...created, metadata: { namespace: 'migrations', generateName: 'spring-' } };

/** The object as `change` makes it, with the stamp that `signedAs` got. */
function stamped(signedAs: Stamped, change: Omit<Partial<Stamped>, 'metadata'> & { metadata?: object } = {}): Stamped {
  const annotations = { [requesterAnnotation]: signedStamp(olga, signedAs, key) };
  return { ...stored, ...change, metadata: { ...stored.metadata, ...change.metadata, annotations } };
}

const edited = (change: object) => {
  const stamp = JSON.parse(signedStamp(olga, stored, key)) as { proof: object };
  return {
    ...stored,
    metadata: { ...stored.metadata, annotations: { [requesterAnnotation]: JSON.stringify({ ...stamp, ...change }) } },
  };
};

describe('a stamp proves who asked', () => {
  it.each<[string, Stamped]>([
    ['of an object that it was put on when it was made', stamped(created)],
    [
      'of an object that the server named',
      stamped(generated, { metadata: { generateName: 'spring-', name: 'spring-x7' } }),
    ],
    ['of an object that was changed', stamped(stored)],
    ['of an object that was labelled since', stamped(stored, { metadata: { labels: { a: 'b' } } })],
    [
      'in whatever order its wish stands',
      stamped({ ...stored, spec: { b: [{ d: 1, c: 2 }], a: 1 } }, { spec: { a: 1, b: [{ c: 2, d: 1 }] } }),
    ],
    [
      'where the schema said what goes without saying',
      stamped(stored, { spec: { vms: ['a'], migrateSharedDisks: true } }),
    ],
  ])('%s', (_, object) => {
    expect(provenRequester(object, [newer, key])).toEqual(olga);
  });
});

describe('a stamp proves nothing', () => {
  const other = { metadata: { uid: 'uid-2' } };
  it.each<[string, Stamped]>([
    ['on an object that wants something else', stamped(stored, { spec: { vms: ['a', 'b'] } })],
    [
      'on one that wants the same in another order',
      stamped({ ...stored, spec: { vms: ['a', 'b'] } }, { spec: { vms: ['b', 'a'] } }),
    ],
    ['on one that says no to a default', stamped(stored, { spec: { vms: ['a'], migrateSharedDisks: false } })],
    ['on a successor under the name', stamped(stored, other)],
    ['on one of another name', stamped(created, { metadata: { name: 'summer' } })],
    ['on one in another project', stamped(created, { metadata: { namespace: 'other' } })],
    ['on one of another kind', stamped(created, { kind: 'Migration' })],
    ['on one that was named by hand', stamped(generated)],
    ['that names somebody else', edited({ user: 'admin' })],
    ['that adds a group', edited({ groups: ['dev', 'system:masters'] })],
    ['that drops the limits of the token', edited({ extra: {} })],
    ['that nobody signed', { ...stored, metadata: { ...stored.metadata, annotations: requesterStamp(olga) } }],
    ['without its sum', edited({ proof: { key: key.id, of: 'uid/uid-1' } })],
    ['of nothing', edited({ proof: { ...signed(), of: '' } })],
    ['signed by a key that is gone', edited({ proof: { ...signed(), key: '2025-01-01' } })],
    ['signed by another key', edited({ proof: { ...signed(), key: newer.id } })],
    ['that is no JSON', { ...stored, metadata: { ...stored.metadata, annotations: { [requesterAnnotation]: 'me' } } }],
    ['that is not there', stored],
  ])('%s', (_, object) => {
    expect(provenRequester(object, [newer, key])).toBeUndefined();
  });
});

function signed(): object {
  return (JSON.parse(signedStamp(olga, stored, key)) as { proof: object }).proof;
}

it('names its key', () => {
  expect([keyIdOf(stamped(stored)), keyIdOf(stored)]).toEqual([key.id, '']);
});
