import { expect, it } from 'vitest';
import { readBody, readText } from '../../wire.ts';
import type { WireResponse } from '../../wire.ts';
import { demonstrationDisk } from './demonstration.ts';
import { parseRange } from './datastore-path.ts';
import type { SandboxVcenter } from './sandbox-vcenter.ts';
import { account, signedIn, startVcenter } from './testing/soap-client.ts';

const basic = { authorization: `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}` };
const gib = 1024 ** 3;

function file(
  vcenter: SandboxVcenter,
  path: string,
  of: { method?: string; datastore?: string; range?: string; query?: string; headers?: Record<string, string> } = {},
): Promise<WireResponse> {
  const query = `dcPath=Munich&dsName=${of.datastore ?? 'vmfs-01'}${of.query ?? ''}`;
  const url = `https://vcenter.test/folder/${path.split('/').map(encodeURIComponent).join('/')}?${query}`;
  const range: Record<string, string> = of.range === undefined ? {} : { range: of.range };
  return vcenter.handle({ method: of.method ?? 'GET', url, headers: { ...(of.headers ?? basic), ...range } });
}

const webFlat = 'web-01/web-01-flat.vmdk';

function stopped() {
  const world = startVcenter();
  for (const vm of world.vcenter.machines.all()) world.vcenter.machines.setPower(vm.id, 'poweredOff');
  return world;
}

it('serves ranges of a flat file exactly as the seed makes them', async () => {
  const { vcenter } = stopped();
  const disk = demonstrationDisk('test', 'vm-1001', 0);
  for (const { offset, length } of disk.extents().slice(0, 4)) {
    const start = Math.max(0, offset - 5000);
    const response = await file(vcenter, webFlat, { range: `bytes=${start}-${start + length - 1}` });
    expect([response.status, response.headers['content-range']]).toEqual([
      206,
      `bytes ${start}-${start + length - 1}/${2 * gib}`,
    ]);
    expect(Buffer.from(await readBody(response)).equals(disk.read(start, length))).toBe(true);
  }
});

it('tells the size by HEAD and the allocated ranges by query, and counts what was read', async () => {
  const { vcenter } = stopped();
  const head = await file(vcenter, webFlat, { method: 'HEAD' });
  expect([head.status, head.headers['content-length'], (await readBody(head)).length]).toEqual([
    200,
    String(2 * gib),
    0,
  ]);
  const extents: unknown = JSON.parse(await readText(await file(vcenter, webFlat, { query: '&extents=1' })));
  expect(extents).toEqual(demonstrationDisk('test', 'vm-1001', 0).extents());
  await readBody(await file(vcenter, webFlat, { range: 'bytes=0-4095' }));
  await readBody(await file(vcenter, webFlat, { range: 'bytes=-1024' }));
  expect([...vcenter.servedBytes]).toEqual([[`[vmfs-01] ${webFlat}`, 5120]]);
});

const answers: Record<string, [string, number, Parameters<typeof file>[2]?]> = {
  'a descriptor': ['web-01/web-01.vmdk', 200],
  'a file of another datastore': ['web-01/web-01_1-flat.vmdk', 404],
  'that file at its datastore': ['web-01/web-01_1-flat.vmdk', 206, { datastore: 'vmfs-02', range: 'bytes=0-1' }],
  'an unknown datastore': [webFlat, 404, { datastore: 'other' }],
  'a missing file': ['web-01/web-01_9-flat.vmdk', 404],
  'a missing directory': ['nothing', 404],
  'a range behind the end': [webFlat, 416, { range: `bytes=${2 * gib}-` }],
  'another method': [webFlat, 405, { method: 'DELETE' }],
  'a delta file': ['app-snapshot/app-snapshot-000001-delta.vmdk', 409],
  'the flat file that a delta does not have': ['app-snapshot/app-snapshot-000001-flat.vmdk', 404],
  'the descriptor of a delta': ['app-snapshot/app-snapshot-000001.vmdk', 200],
  'the base below a delta': ['app-snapshot/app-snapshot-flat.vmdk', 206, { range: 'bytes=0-1' }],
  'the delta of a linked clone': ['clone-01/clone-01-delta.vmdk', 409],
  'a raw device': ['oracle-rac-1/oracle-rac-1_2-rdmp.vmdk', 409],
  'a name with odd characters': [
    'Büro-Server 東京 & <R&D> "1%2f2"/Büro-Server 東京 & <R&D> "1%2f2"-flat.vmdk',
    206,
    { datastore: 'nfs-01', range: 'bytes=0-1' },
  ],
};

for (const [name, [path, status, of]] of Object.entries(answers)) {
  it(`answers ${status} for ${name}`, async () => {
    expect((await file(stopped().vcenter, path, of)).status).toBe(status);
  });
}

it('lists a directory with the delta files in it', async () => {
  const html = await readText(await file(stopped().vcenter, 'app-snapshot'));
  expect([...html.matchAll(/>([^<]+)<\/a>/g)].map((match) => match[1])).toEqual([
    'app-snapshot-000001-delta.vmdk',
    'app-snapshot-000001.vmdk',
    'app-snapshot-flat.vmdk',
    'app-snapshot.vmdk',
  ]);
});

const locks: Record<string, [string, number]> = {
  'the disk of a running machine': [webFlat, 423],
  'the disk of a stopped machine': ['twin_1/twin_1-flat.vmdk', 206],
  'the base below the snapshot of a running machine': ['app-snapshot/app-snapshot-flat.vmdk', 206],
  'a disk that another machine runs with': ['oracle-rac-1/oracle-rac-1_1-flat.vmdk', 423],
};

for (const [name, [path, status]] of Object.entries(locks)) {
  it(`answers ${status} for ${name}`, async () => {
    const { vcenter } = startVcenter();
    vcenter.machines.setPower('oracle-rac-1', 'poweredOff');
    expect((await file(vcenter, path, { range: 'bytes=0-0' })).status).toBe(status);
  });
}

it('accepts an account or a session, and nobody else', async () => {
  const { vcenter } = startVcenter();
  const { cookie } = await signedIn(vcenter);
  const wrong = `Basic ${Buffer.from(`${account.user}:wrong`).toString('base64')}`;
  const path = 'web-01/web-01.vmdk';
  expect((await file(vcenter, path, { headers: { cookie: cookie ?? '' } })).status).toBe(200);
  for (const headers of [
    {},
    { authorization: wrong },
    { cookie: 'vmware_soap_session="00"' },
    { authorization: 'Bearer x' },
  ]) {
    expect((await file(vcenter, path, { headers: headers as Record<string, string> })).status).toBe(401);
  }
  expect(vcenter.sessions.refusedLogins).toBe(1);
});

it('gives nothing usable of an encrypted disk', async () => {
  const { vcenter } = stopped();
  const bytes = await readBody(await file(vcenter, 'vault-01/vault-01-flat.vmdk', { range: 'bytes=0-4095' }));
  expect(Buffer.from(bytes).toString('latin1')).not.toContain('GANTRY-GUEST');
});

const ranges: Record<string, ReturnType<typeof parseRange>> = {
  'bytes=0-9': { offset: 0, length: 10 },
  'bytes=90-': { offset: 90, length: 10 },
  'bytes=90-500': { offset: 90, length: 10 },
  'bytes=-10': { offset: 90, length: 10 },
  'bytes=-500': { offset: 0, length: 100 },
  'bytes=100-': 'unsatisfiable',
  'bytes=-0': 'unsatisfiable',
  'bytes=9-3': undefined,
  'bytes=0-1,5-6': undefined,
  'lines=1-2': undefined,
  'bytes=-': undefined,
};

for (const [value, expected] of Object.entries(ranges)) {
  it(`reads "${value}" of 100 bytes`, () => {
    expect(parseRange(value, 100)).toEqual(expected);
  });
}
