import { expect, it } from 'vitest';
import { account, signedIn, startVcenter } from './testing/soap-client.ts';

const root = { user: 'root', password: 'of the host' };

function world() {
  const { vcenter, clock } = startVcenter();
  return { vcenter, clock, host: vcenter.host('esx-01.sandbox.test', { clock, seed: 'test', credentials: [root] }) };
}

it('shows the machines of one host, with accounts of its own', async () => {
  const { vcenter, host } = world();
  const names = [...host.inventory.machines()].map(({ name }) => name);
  expect(names).toContain('web-01');
  expect(names).not.toContain('db-01');
  expect(names.length).toBeLessThan(vcenter.machines.all().length);
  await expect(signedIn(host)).rejects.toThrow();
  const client = await signedIn(host, root);
  const found = await client.call(
    'FindByUuid',
    'SearchIndex:SearchIndex',
    `<uuid>${vcenter.machines.get('db-01').uuid}</uuid><vmSearch>true</vmSearch>`,
  );
  expect(found.values).toEqual([]);
});

it('is the same machine from both sides', async () => {
  const { vcenter, clock, host } = world();
  const client = await signedIn(host, root);
  await client.call('PowerOffVM_Task', 'VirtualMachine:vm-1001');
  await clock.advance(10_000);
  expect(vcenter.machines.get('web-01').power).toBe('poweredOff');
});

it('calls itself a host, and has no REST API', async () => {
  const { host } = world();
  const content = await (await signedIn(host, root)).call('RetrieveServiceContent', 'ServiceInstance:ServiceInstance');
  expect(JSON.stringify(content.values)).toContain('HostAgent');
  const rest = await host.handle({
    method: 'POST',
    url: 'https://esx.test/rest/com/vmware/cis/session',
    headers: { authorization: `Basic ${Buffer.from(`${account.user}:x`).toString('base64')}` },
  });
  expect(rest.status).toBe(404);
});
