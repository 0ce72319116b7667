import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { beforeEach, expect, test } from 'vitest';
import { providers } from '../api/generated/provider.ts';
import { secrets } from '../api/kinds/core.ts';
import type { Client } from '../kube/client.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { createProvider } from './create-provider.ts';
import { editProvider } from './edit-provider.ts';
import { providerVersion, readableSecret } from './provider-version.ts';

const key = { namespace: 'migrations', name: 'vc' };
const endpoint = {
  ...key,
  type: 'vsphere',
  url: 'https://vc.example.com',
  sdkEndpoint: 'vcenter',
  trust: { mode: 'cluster' },
} as const;
const people = { user: 'olga', uid: 'uid-olga', groups: [] };
let client: MemoryClient;

/** Somebody else acts right after the Secret was written. */
function interrupted(act: () => Promise<unknown>): Client {
  return new Proxy(client, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...parts: readonly unknown[]) => {
        const answer: unknown = await Reflect.apply(member, target, parts);
        if (name === 'mergePatch' && parts[0] === secrets) await act();
        return answer;
      };
    },
  });
}

async function edit(through: Client) {
  const provider = await client.get(providers, key);
  const version = providerVersion(provider, await readableSecret(client, provider));
  return editProvider(
    { client: through, ...people },
    { ...endpoint, user: 'olga', password: 'new', version, vddkImage: 'vddk:8' },
  );
}

beforeEach(async () => {
  client = new MemoryClient(new VirtualClock());
  await createProvider({ client, ...people }, { ...endpoint, user: 'old', password: 'old' });
});

test('a status that is written between the two writes does not leave half an edit', async () => {
  const status = () => client.mergePatch(providers, key, { status: { phase: 'Ready' } }, { subresource: 'status' });
  await edit(interrupted(status));
  const provider = await client.get(providers, key);
  expect([provider.spec.settings?.vddkInitImage, provider.status?.phase]).toEqual(['vddk:8', 'Ready']);
});

test('a spec that is written between the two writes is not overwritten', async () => {
  const url = 'https://other.example.com/sdk';
  await expect(edit(interrupted(() => client.mergePatch(providers, key, { spec: { url } })))).rejects.toMatchObject({
    code: 'changed-meanwhile',
  });
  expect((await client.get(providers, key)).spec.url).toBe(url);
});

test('another cluster is written with its token, and keeps it where none is typed', async () => {
  const there = { namespace: 'migrations', name: 'there' };
  const typed = { ...endpoint, ...there, type: 'openshift', url: 'https://api.there.example', user: '' } as const;
  const writer = { client, ...people };
  const made = await createProvider(writer, { ...typed, password: 'token-1' });
  expect(made.spec).toEqual({
    type: 'openshift',
    url: 'https://api.there.example',
    secret: { ...there, name: 'there-creds' },
  });
  const secret = () => client.get(secrets, { ...there, name: 'there-creds' });
  expect((await secret()).stringData).toEqual({ token: 'token-1', insecureSkipVerify: 'false' });
  const version = async () => {
    const provider = await client.get(providers, there);
    return providerVersion(provider, await readableSecret(client, provider));
  };
  await editProvider(writer, { ...typed, trust: { mode: 'skip' }, version: await version() });
  expect((await secret()).stringData).toMatchObject({ token: 'token-1', insecureSkipVerify: 'true' });
  await expect(
    editProvider(writer, { ...typed, type: 'vsphere', password: 'x', version: await version() }),
  ).rejects.toMatchObject({ code: 'provider-type' });
});
