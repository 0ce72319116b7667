import { describe, expect, it } from 'vitest';
import type { Entry } from './provider-view.ts';
import { SharedCollection, SharedCollections, type WatchableList } from './shared-collection.ts';

/** A list that makes its entries anew whenever it is read, as inventories do. */
class FakeList implements WatchableList {
  readonly revisions = new Map<string, number>();
  readonly listeners = new Set<() => void>();
  broken = false;
  readonly answersTo = () => false;

  async all(): Promise<readonly Entry[]> {
    if (this.broken) throw new Error('not now');
    return [...this.revisions].map(([id, revision]) => ({ id, name: id, path: '', revision, shown: () => ({ id }) }));
  }

  readonly changed = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(id: string, revision: number): void {
    this.revisions.set(id, revision);
    for (const listener of this.listeners) listener();
  }
}

const ignore = () => undefined;

describe('a shared collection', () => {
  it('is the same map for all who watch it', async () => {
    const list = new FakeList();
    list.set('a', 1);
    const shared = new SharedCollection(list);
    shared.changed(ignore);
    shared.changed(ignore);
    expect(await shared.look()).toBe(await shared.look());
    expect([...(await shared.look()).keys()]).toEqual(['a']);
  });

  it('keeps the entries whose revision stays, and has what changed, came and went', async () => {
    const list = new FakeList();
    for (const id of ['a', 'b', 'c']) list.set(id, 1);
    const shared = new SharedCollection(list);
    shared.changed(ignore);
    const before = await shared.look();
    list.revisions.delete('c');
    list.set('d', 1);
    list.set('b', 2);
    const now = await shared.look();
    expect([...now].map(([id, { revision }]) => [id, revision])).toEqual([
      ['a', 1],
      ['b', 2],
      ['d', 1],
    ]);
    expect(now.get('a')).toBe(before.get('a'));
    expect(now.get('b')).not.toBe(before.get('b'));
    expect(before.get('b')?.revision).toBe(1);
  });

  it('calls everyone back who still listens', async () => {
    const list = new FakeList();
    const shared = new SharedCollection(list);
    const heard: string[] = [];
    const leave = shared.changed(() => heard.push('one'));
    shared.changed(() => heard.push('other'));
    list.set('a', 1);
    leave();
    list.set('a', 2);
    expect(heard).toEqual(['one', 'other', 'other']);
  });

  it('holds nothing when nobody watches any more', async () => {
    const list = new FakeList();
    list.set('a', 1);
    const shared = new SharedCollection(list);
    const leave = shared.changed(ignore);
    const before = await shared.look();
    leave();
    expect(list.listeners.size).toBe(0);
    shared.changed(ignore);
    expect((await shared.look()).get('a')).not.toBe(before.get('a'));
  });

  it('is read again after a failure', async () => {
    const list = new FakeList();
    list.set('a', 1);
    const shared = new SharedCollection(list);
    shared.changed(ignore);
    list.broken = true;
    await expect(shared.look()).rejects.toThrow('not now');
    list.broken = false;
    expect((await shared.look()).size).toBe(1);
  });
});

it('is one per list of an inventory', () => {
  const all = new SharedCollections();
  const [one, other] = [{}, {}];
  const vms = all.of(one, 'vms', new FakeList());
  expect(all.of(one, 'vms', new FakeList())).toBe(vms);
  expect(all.of(one, 'hosts', new FakeList())).not.toBe(vms);
  expect(all.of(other, 'vms', new FakeList())).not.toBe(vms);
});
