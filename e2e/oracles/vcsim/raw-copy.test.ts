import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import { VcenterClient } from '@gantry/sandbox/operators/vsphere/vcenter-client.ts';
import { disksOf, diskProperties, flatFilePath } from '@gantry/sandbox/operators/vsphere/disk-source.ts';
import { seededRandom } from '@gantry/sandbox/seeds/noise.ts';
import { expect, test } from 'vitest';
import { migrationOf, planOf, surroundings } from '../../processes/manifests.ts';
import { World } from '../../processes/world.ts';
import { oracle } from '../found.ts';
import { complaints, makeFileSystem, readFileIn, tool } from './file-system.ts';
import { startVcsim } from './vcsim.ts';

const program = oracle('vcsim');
const missing = [
  ...(program === undefined ? ['vcsim (npm run oracles builds it)'] : []),
  ...['mkfs.ext4', 'e2fsck', 'debugfs'].filter((name) => tool(name) === undefined),
];
if (missing.length > 0) console.log(`not run: raw copy from vcsim, for want of ${missing.join(', ')}`);

const account = { user: 'administrator@vsphere.local', password: 'vcsim-password' };
const name = 'DC0_H0_VM0';

function random(bytes: number): Buffer {
  const next = seededRandom('file system');
  return Buffer.from(Uint8Array.from({ length: bytes }, () => Math.floor(next() * 256)));
}

test.skipIf(missing.length > 0)('a raw copy from vcsim carries a real file system', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gantry-raw-copy-'));
  const vcsim = await startVcsim(program ?? '', { machines: 1 });
  const world = await World.start({ seed: 'raw-copy', model: 'small' });
  try {
    const { image, files } = makeFileSystem(folder, random);
    const { send } = new SocketNetwork();
    const client = new VcenterClient(send, vcsim.url, account, new AbortController().signal);
    await client.login();
    const machine = (await client.machines(['name'])).find(({ properties }) => properties.get('name')?.text === name);
    if (machine === undefined) throw new Error(`vcsim has no ${name}.`);
    const properties = await client.properties(machine.ref, diskProperties);
    const [disk] = await disksOf(client, properties);
    if (disk === undefined) throw new Error(`${name} has no disk.`);
    // The simulator's machines have empty files: this one gets an operating system's disk.
    const put = await send({
      method: 'PUT',
      url: new URL(flatFilePath(disk.backingFile, 'DC0'), vcsim.url).toString(),
      headers: { authorization: `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}` },
      body: image,
    });
    expect(put.status).toBeLessThan(300);

    await world.apply([
      ...surroundings(
        { url: vcsim.url, ...account },
        { storageClass: 'ceph-rbd', network: 'DC0_DVPG0', datastore: 'LocalDS_0' },
      ),
      planOf({ name: 'raw', machines: [machine.ref.id], rawCopy: true, shutdownPolicy: 'force' }),
      migrationOf('raw', 'raw-1'),
    ]);
    await world.startService();
    expect(await world.ended('raw-1', 60_000)).toEqual(['Succeeded']);

    const [volume] = (await world.client.list(kinds.volume)).items;
    const file = volume?.spec.hostPath?.path ?? '';
    const copied = Buffer.alloc(image.length);
    const target = openSync(file, 'r');
    readSync(target, copied, 0, image.length, 0);
    closeSync(target);
    expect(copied.equals(image)).toBe(true);
    expect(complaints(file)).toBeUndefined();
    for (const [path, content] of Object.entries(files))
      expect(readFileIn(file, path).equals(content), path).toBe(true);
  } finally {
    await world.stop();
    await vcsim.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
