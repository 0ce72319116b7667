import { expect, it } from 'vitest';
import { readBody } from '../../wire.ts';
import { account, signedIn, startVcenter } from './testing/soap-client.ts';

const powerOff = ['PowerOffVM_Task', 'VirtualMachine:vm-1001'] as const;

async function world() {
  const started = startVcenter();
  return { ...started, client: await signedIn(started.vcenter) };
}

it('fails the n-th call of a method, and no other', async () => {
  const { vcenter, client } = await world();
  vcenter.faults.add({
    method: 'CurrentTime',
    nth: 2,
    times: 2,
    action: { kind: 'soap', type: 'HostCommunication', message: 'no' },
  });
  const faults: (string | undefined)[] = [];
  for (let call = 0; call < 4; call += 1)
    faults.push((await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).fault);
  expect(faults).toEqual([undefined, 'HostCommunication', 'HostCommunication', undefined]);
  expect(vcenter.calls.get('CurrentTime')).toBe(4);
});

const drops = { before: 'poweredOn', after: 'poweredOff' } as const;
for (const [when, power] of Object.entries(drops)) {
  it(`drops the connection ${when} the effect`, async () => {
    const { vcenter, clock, client } = await world();
    vcenter.faults.add({ method: powerOff[0], action: { kind: 'drop', when: when as keyof typeof drops } });
    await expect(client.call(...powerOff)).rejects.toThrow('reset');
    await clock.advance(10_000);
    expect(vcenter.machines.get('web-01').power).toBe(power);
  });
}

it('delays a call by the clock', async () => {
  const { vcenter, clock, client } = await world();
  vcenter.faults.add({ method: '*', action: { kind: 'delay', ms: 5000 } });
  let isDone = false;
  const call = client.call('CurrentTime', 'ServiceInstance:ServiceInstance').then(() => (isDone = true));
  await clock.advance(4900);
  expect(isDone).toBe(false);
  await clock.advance(200);
  expect(await call).toBe(true);
});

function getFile(vcenter: Awaited<ReturnType<typeof world>>['vcenter'], bytes: number) {
  return vcenter.handle({
    method: 'GET',
    url: 'https://vcenter.test/folder/archive-01/archive-01-flat.vmdk?dcPath=Munich&dsName=nfs-01',
    headers: {
      authorization: `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`,
      range: `bytes=0-${bytes - 1}`,
    },
  });
}

it('answers a file with a status', async () => {
  const { vcenter } = await world();
  vcenter.faults.add({ method: 'GetFile', action: { kind: 'status', status: 503 } });
  expect([(await getFile(vcenter, 10)).status, (await getFile(vcenter, 10)).status]).toEqual([503, 206]);
});

it('answers the files of one machine with a status', async () => {
  const { vcenter } = await world();
  vcenter.faults.add({ method: 'GetFile', path: '/elsewhere/', action: { kind: 'status', status: 503 } });
  expect((await getFile(vcenter, 10)).status).toBe(206);
  vcenter.faults.add({ method: 'GetFile', path: '/archive-01/', action: { kind: 'status', status: 503 } });
  expect((await getFile(vcenter, 10)).status).toBe(503);
});

it('sends a file slowly', async () => {
  const { vcenter, clock } = await world();
  vcenter.faults.add({ method: 'GetFile', action: { kind: 'slow', bytesPerSecond: 1000 } });
  const start = clock.now();
  let length = 0;
  const reading = getFile(vcenter, 10_000).then(async (response) => (length = (await readBody(response)).length));
  await clock.until(() => length > 0, 60_000);
  await reading;
  expect([length, clock.now() - start]).toEqual([10_000, 10_000]);
});

it('cuts a file in the middle', async () => {
  const { vcenter } = await world();
  vcenter.faults.add({ method: 'GetFile', action: { kind: 'cut', afterBytes: 1000 } });
  const response = await getFile(vcenter, 10_000);
  let length = 0;
  const read = async () => {
    for await (const chunk of response.body) length += chunk.length;
  };
  await expect(read()).rejects.toThrow('reset');
  expect(length).toBe(1000);
});

it('takes rules and gives counters over HTTP, to who knows the password', async () => {
  const { vcenter, client } = await world();
  const post = (body: string, password = account.password) =>
    vcenter.handle({
      method: 'POST',
      url: 'https://vcenter.test/sandbox/faults',
      headers: { authorization: `Bearer ${password}` },
      body,
    });
  const rule = JSON.stringify({
    method: 'CurrentTime',
    action: { kind: 'soap', type: 'HostCommunication', message: 'no' },
  });
  const statuses = [
    await post(rule, 'wrong'),
    await post('{'),
    await post('{"method":"x","action":{"kind":"melt"}}'),
    await post(rule),
  ];
  expect(statuses.map(({ status }) => status)).toEqual([401, 400, 400, 201]);
  expect((await client.call('CurrentTime', 'ServiceInstance:ServiceInstance')).fault).toBe('HostCommunication');
});
