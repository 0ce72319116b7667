/**
 * A process of its own that believes nobody: reads each target volume and the source disk that it came from, and says
 * whether they are equal. Ranges that a conversion may change are those that the seed declares; in a raw copy there
 * are none. Arguments: the sandbox's addresses as a file, the target's namespace. Prints one JSON object; see `Comparison`.
 */
import { open, readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import { kinds, type Claim } from '@gantry/sandbox/operators/api/kinds.ts';
import type { SandboxAddresses } from '@gantry/sandbox/sandbox.ts';
import { demonstrationDisk } from '@gantry/sandbox/sources/vsphere/demonstration.ts';
import { firstDifference, without, type Range } from './compare-ranges.ts';

export interface Comparison {
  readonly disks: readonly DiskComparison[];
  /** Bytes read at the sources. */
  readonly bytes: number;
}

export interface DiskComparison {
  readonly machine: string;
  readonly disk: string;
  readonly identical: boolean;
  /** What differs, or why it could not be compared. */
  readonly problem?: string;
}

const blockBytes = 4 * 1024 * 1024;
const datacenter = 'Munich';

const [readyFile = '', namespace = ''] = process.argv.slice(2);
const addresses = JSON.parse(await readFile(readyFile, 'utf8')) as SandboxAddresses;
const { vcenter, cluster, seed } = addresses;
const agent = new Agent({ connect: { ca: vcenter.ca } });
const authorization = `Basic ${Buffer.from(`${vcenter.user}:${vcenter.password}`).toString('base64')}`;
let sourceBytes = 0;

/** `[vmfs-01] web-01/web-01.vmdk` as the address of its bytes. */
function addressOf(file: string, query: Readonly<Record<string, string>> = {}): string {
  const [, datastore = '', path = ''] = /^\[([^\]]+)\] (.+)\.vmdk$/.exec(file) ?? [];
  const url = new URL(`/folder/${path.split('/').map(encodeURIComponent).join('/')}-flat.vmdk`, vcenter.url);
  url.search = new URLSearchParams({ dcPath: datacenter, dsName: datastore, ...query }).toString();
  return url.toString();
}

async function readSource(file: string, range: Range): Promise<Uint8Array> {
  const answer = await request(addressOf(file), {
    dispatcher: agent,
    headers: { authorization, range: `bytes=${range.offset}-${range.offset + range.length - 1}` },
  });
  if (answer.statusCode !== 206) throw new Error(`The source answered ${answer.statusCode}.`);
  const bytes = new Uint8Array(await answer.body.arrayBuffer());
  sourceBytes += bytes.length;
  return bytes;
}

async function sourceExtents(file: string): Promise<readonly Range[]> {
  const answer = await request(addressOf(file, { extents: '1' }), { dispatcher: agent, headers: { authorization } });
  if (answer.statusCode !== 200) throw new Error(`The source answered ${answer.statusCode}.`);
  return (await answer.body.json()) as Range[];
}

function blocks(range: Range): Range[] {
  const count = Math.ceil(range.length / blockBytes);
  return Array.from({ length: count }, (_, index) => ({
    offset: range.offset + index * blockBytes,
    length: Math.min(blockBytes, range.length - index * blockBytes),
  }));
}

type ReadTarget = (range: Range) => Promise<Uint8Array>;

/** Where the source holds data both sides are read; where it holds none the target must be zeros. */
async function compareBytes(
  file: string,
  capacity: number,
  mayDiffer: readonly Range[],
  readTarget: ReadTarget,
): Promise<string | undefined> {
  const extents = await sourceExtents(file);
  for (const block of extents.flatMap((extent) => without(extent, mayDiffer)).flatMap(blocks)) {
    const [source, target] = await Promise.all([readSource(file, block), readTarget(block)]);
    const at = firstDifference(source, target);
    if (at >= 0) return `differs from the source at byte ${block.offset + at}`;
  }
  const zeros = Buffer.alloc(blockBytes);
  const holes = without({ offset: 0, length: capacity }, [...extents, ...mayDiffer]);
  for (const block of holes.flatMap(blocks)) {
    const at = firstDifference(await readTarget(block), zeros.subarray(0, block.length));
    if (at >= 0) return `is not empty at byte ${block.offset + at}, where the source is`;
  }
  return undefined;
}

/** A conversion that changed nothing did not happen. */
async function unchanged(file: string, ranges: readonly Range[], readTarget: ReadTarget): Promise<boolean> {
  for (const range of ranges) {
    if (firstDifference(await readSource(file, range), await readTarget(range)) >= 0) return false;
  }
  return ranges.length > 0;
}

const client = new ApiClient({ url: cluster.url, token: cluster.token, send: new SocketNetwork().send });

async function compareClaim(claim: Claim): Promise<DiskComparison> {
  const annotation = (name: string) => claim.metadata.annotations?.[`forklift.konveyor.io/${name}`] ?? '';
  const [machine, disk] = [annotation('vm-id'), annotation('disk-source')];
  const converted = annotation('requires-conversion') === 'true';
  const volume = await client.get(kinds.volume, { name: claim.spec.volumeName ?? '' });
  const path = volume?.spec.hostPath?.path;
  if (path === undefined) return { machine, disk, identical: false, problem: 'has no volume' };
  const content = demonstrationDisk(seed, machine, Number(annotation('disk-index')));
  const mayDiffer = converted ? content.convertRanges() : [];
  const target = await open(path, 'r');
  try {
    const readTarget: ReadTarget = async ({ offset, length }) => {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await target.read(bytes, 0, length, offset);
      return bytes.subarray(0, bytesRead);
    };
    const problem =
      (await compareBytes(disk, content.capacityBytes, mayDiffer, readTarget)) ??
      (converted && (await unchanged(disk, mayDiffer, readTarget)) ? 'was not converted: nothing changed' : undefined);
    return { machine, disk, identical: problem === undefined, ...(problem === undefined ? {} : { problem }) };
  } finally {
    await target.close();
  }
}

const claims = (await client.list(kinds.claim)).items.filter(
  ({ metadata }) =>
    metadata.namespace === namespace && metadata.annotations?.['forklift.konveyor.io/vm-id'] !== undefined,
);
const disks: DiskComparison[] = [];
for (const claim of claims) disks.push(await compareClaim(claim));
const comparison: Comparison = { disks, bytes: sourceBytes };
process.stdout.write(`${JSON.stringify(comparison)}\n`);
await agent.close();
process.exit(0);
