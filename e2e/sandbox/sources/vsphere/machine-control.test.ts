import { expect, it } from 'vitest';
import { WrittenDisk } from '../../seeds/written-disk.ts';
import { readText } from '../../wire.ts';
import { SnapshotClient } from './testing/snapshot-client.ts';
import { account } from './testing/soap-client.ts';

const mib = 1024 * 1024;

async function ask(client: SnapshotClient, action: string, body: object, password = account.password) {
  const response = await client.vcenter.handle({
    method: 'POST',
    url: `https://vcenter.test/sandbox/machines/busy/${action}`,
    headers: { authorization: `Bearer ${password}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: JSON.parse(await readText(response)) as Record<string, unknown> };
}

it('does to a machine what people and backup tools do', async () => {
  const client = await SnapshotClient.start();
  expect((await ask(client, 'snapshot', { name: 'backup' })).body).toMatchObject({
    snapshots: [{ id: 'snapshot-vm-1-1', name: 'backup' }],
  });
  expect(await ask(client, 'grow-disk', { index: 0, capacityBytes: 32 * mib })).toMatchObject({
    status: 400,
    body: { error: 'A disk of busy cannot grow: it has snapshots.' },
  });
  await ask(client, 'remove-snapshots', { name: 'another' });
  expect(client.vcenter.machines.get('busy').snapshots).toHaveLength(1);
  await ask(client, 'remove-snapshots', {});
  await ask(client, 'grow-disk', { index: 0, capacityBytes: 32 * mib });
  await ask(client, 'add-disk', { capacityBytes: mib });
  await ask(client, 'remove-disk', { index: 1 });
  const { body } = await ask(client, 'power', { power: 'poweredOff' });
  expect(body).toMatchObject({
    power: 'poweredOff',
    snapshots: [],
    disks: [{ capacityBytes: 32 * mib }, { capacityBytes: mib }],
  });
});

it('tells from what everything on the disks can be computed', async () => {
  const client = await SnapshotClient.start();
  const { machines } = client.vcenter;
  await client.clock.advance(5_000);
  await ask(client, 'snapshot', { name: 'backup' });
  await client.clock.advance(7_000);
  const { body } = await ask(client, '', {});
  expect(body).toMatchObject({ tick: 12, snapshots: [{ name: 'backup', tick: 5 }] });
  const spec = machines.get('busy').disks[0]?.content;
  if (spec === undefined) throw new Error('no content');
  const computed = new WrittenDisk(structuredClone(spec));
  for (const [tick, snapshot] of [[5, 'snapshot-vm-1-1'], [12]] as const) {
    const held = machines.content('busy', 0, snapshot).read(0, 16 * mib);
    expect(Buffer.compare(computed.at(tick).read(0, 16 * mib), held)).toBe(0);
  }
});

it('lets guests write at another rate, or no more', async () => {
  const client = await SnapshotClient.start();
  const bytes = () => client.vcenter.machines.content('busy', 0).read(0, 16 * mib);
  await ask(client, 'write', {});
  await client.clock.advance(3_600_000);
  const still = bytes();
  await client.clock.advance(3_600_000);
  expect(Buffer.compare(bytes(), still)).toBe(0);
  await ask(client, 'write', { everyMs: 60_000 });
  await client.clock.advance(120_000);
  expect(Buffer.compare(bytes(), still)).not.toBe(0);
});

it.each([
  ['an unknown action', 'explode', {}, 404],
  ['a body without what it needs', 'snapshot', {}, 400],
  ['a number that is none', 'grow-disk', { index: -1, capacityBytes: mib }, 400],
  ['a state that is none', 'power', { power: 'up' }, 400],
])('refuses %s', async (_, action, body, status) => {
  expect((await ask(await SnapshotClient.start(), action, body)).status).toBe(status);
});

it('refuses who does not know the password', async () => {
  expect((await ask(await SnapshotClient.start(), 'snapshot', { name: 'one' }, 'wrong')).status).toBe(401);
});
