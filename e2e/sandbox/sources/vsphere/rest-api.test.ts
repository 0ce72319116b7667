import { expect, it } from 'vitest';
import { readText } from '../../wire.ts';
import type { WireResponse } from '../../wire.ts';
import { account, startVcenter } from './testing/soap-client.ts';

const basic = (password: string) => `Basic ${Buffer.from(`${account.user}:${password}`).toString('base64')}`;

async function world() {
  const { vcenter, clock } = startVcenter();
  const send = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
    vcenter.handle({
      method,
      url: `https://vcenter.test/rest/com/vmware/cis/${path}`,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const opened = await json(await send('POST', 'session', { authorization: basic(account.password) }));
  const session = { 'vmware-api-session-id': String(opened) };
  return { vcenter, clock, send, session };
}

async function json(response: WireResponse): Promise<unknown> {
  return (JSON.parse(await readText(response)) as { value?: unknown }).value;
}

it('tells tags, their categories and the machines that have them', async () => {
  const { send, session } = await world();
  const ids = (await json(await send('GET', 'tagging/tag', session))) as string[];
  const tags = await Promise.all(
    ids.map(async (id) => (await json(await send('GET', `tagging/tag/id:${id}`, session))) as Record<string, string>),
  );
  expect(tags.map(({ name }) => name).sort()).toEqual(['Gold', 'Nightly']);
  const nightly = tags.find(({ name }) => name === 'Nightly');
  const category = await json(await send('GET', `tagging/category/id:${nightly?.category_id ?? ''}`, session));
  expect(category).toMatchObject({ name: 'Backup' });
  const path = 'tagging/tag-association?~action=list-attached-objects-on-tags';
  const attached = await json(await send('POST', path, session, { tag_ids: [nightly?.id] }));
  expect(attached).toEqual([
    {
      tag_id: nightly?.id,
      object_ids: [
        { type: 'VirtualMachine', id: 'vm-1002' },
        { type: 'VirtualMachine', id: 'vm-1004' },
      ],
    },
  ]);
});

it('answers nobody without a live session', async () => {
  const { send, session } = await world();
  const status = async (headers: Record<string, string>) => (await send('GET', 'tagging/tag', headers)).status;
  expect(await status({})).toBe(401);
  expect((await send('POST', 'session', { authorization: basic('wrong') })).status).toBe(401);
  await send('DELETE', 'session', session);
  expect(await status(session)).toBe(401);
  const again = await world();
  await again.clock.advance(31 * 60_000);
  expect((await again.send('GET', 'tagging/tag', again.session)).status).toBe(401);
});
