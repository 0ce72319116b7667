/**
 * A disk of 16 GiB with 512 MiB of data goes from the vCenter to a volume: as the importer of a DataVolume copies it,
 * and as one plain client does that asks for the same ranges one after the other and writes what it gets to a file.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import { allocatedExtents, disksOf, diskProperties, readRange } from '@gantry/sandbox/operators/vsphere/disk-source.ts';
import { waitFor } from '../src/wait-for.ts';
import { World } from '../processes/world.ts';
import { machine, mebibytes, ms, spent } from './machine.ts';

const limitMs = 120_000;
const namespace = 'prod';
const world = await World.start({ seed: 'bench', model: 'bulk' });
const { vcenter, client } = world;
const { user, password, url, fingerprint } = world.sandbox.addresses.vcenter;

async function servedBytes(): Promise<number> {
  const { send } = new SocketNetwork();
  const headers = { authorization: `Bearer ${password}` };
  const answer = await send({ method: 'GET', url: new URL('/sandbox/served', url).toString(), headers });
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  const byFile = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, number>;
  return Object.values(byFile).reduce((sum, bytes) => sum + bytes, 0);
}

async function theDisk() {
  const [found] = await vcenter.machines(['config.uuid']);
  if (found === undefined) throw new Error('The vCenter has no machine.');
  const [disk] = await disksOf(vcenter, await vcenter.properties(found.ref, diskProperties));
  if (disk === undefined) throw new Error('The machine has no disk.');
  return { disk, uuid: found.properties.get('config.uuid')?.text ?? '' };
}

async function importDisk(name: string): Promise<number> {
  const { disk, uuid } = await theDisk();
  const vddk = {
    url: new URL(url).origin,
    uuid,
    backingFile: disk.backingFile,
    thumbprint: fingerprint,
    secretRef: 'vcenter',
    initImageURL: 'registry.example.com/vddk:8.0.3',
  };
  await client.ensure(kinds.secret, {
    metadata: { name: 'vcenter', namespace },
    data: { accessKeyId: Buffer.from(user).toString('base64'), secretKey: Buffer.from(password).toString('base64') },
  });
  await client.create(kinds.dataVolume, {
    metadata: { name, namespace, annotations: { 'cdi.kubevirt.io/storage.bind.immediate.requested': 'true' } },
    spec: {
      source: { vddk },
      storage: { resources: { requests: { storage: String(disk.capacityBytes) } }, storageClassName: 'ceph-rbd' },
    },
  });
  const phase = async (wanted: string) => {
    const [pod] = (await client.list(kinds.pod)).items.filter((one) => one.metadata.name.startsWith('importer'));
    const found = await client.get(kinds.dataVolume, { name, namespace });
    return pod?.status?.phase === wanted || found?.status?.phase === 'Succeeded' ? true : undefined;
  };
  await waitFor('the importer runs', limitMs, () => phase('Running'));
  const begun = performance.now();
  await waitFor('the importer is done', limitMs, () => phase('Succeeded'));
  const took = performance.now() - begun;
  await waitFor('the volume is there', limitMs, async () =>
    (await client.get(kinds.dataVolume, { name, namespace }))?.status?.phase === 'Succeeded' ? true : undefined,
  );
  return took;
}

async function plainCopy(): Promise<number> {
  const { disk } = await theDisk();
  const found = await allocatedExtents(vcenter, disk);
  if (!('extents' in found)) throw new Error('The vCenter cannot tell what is allocated.');
  const { wallMs } = await spent(async () => {
    const file = await open(join(world.folder, 'plain.img'), 'w');
    for (const extent of found.extents) {
      let at = extent.offset;
      for await (const chunk of (await readRange(vcenter, disk, extent)).body) {
        await file.write(chunk, 0, chunk.length, at);
        at += chunk.length;
      }
    }
    await file.close();
  });
  return wallMs;
}

try {
  console.log(`copy on ${machine()}`);
  const plain: number[] = [];
  const imported: number[] = [];
  let served = 0;
  for (let round = 0; round < 3; round += 1) {
    plain.push(await plainCopy());
    const before = await servedBytes();
    imported.push(await importDisk(`bulk-${round}`));
    served = (await servedBytes()) - before;
  }
  const median = (values: readonly number[]) => values.toSorted((left, right) => left - right)[1] ?? 0;
  const ratio = median(imported) / median(plain);
  console.log(`plain copy:      ${ms(median(plain))} (median of 3)`);
  console.log(
    `importer's copy: ${ms(median(imported))} (median of 3); ${ratio.toFixed(2)} x the plain copy; wanted: 2 x at most`,
  );
  console.log(`read at the source: ${mebibytes(served)} of a disk of 16384 MiB that holds 512 MiB`);
  if (ratio > 2 || served > 513 * 1024 ** 2) process.exitCode = 1;
} finally {
  await world.stop();
}
process.exit();
