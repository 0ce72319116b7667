import { sleep } from '../api/time.ts';
import { ProgramFailure } from '../pods/program.ts';
import type { Exit, ProgramContext } from '../pods/program.ts';
import { chainPath, datacenterPath, devicesOf, diskProperties } from '../vsphere/disk-source.ts';
import type { DiskSource } from '../vsphere/disk-source.ts';
import type { VcenterClient } from '../vsphere/vcenter-client.ts';
import { connect } from './connect.ts';
import { findMachine } from './find-machine.ts';
import { inspect, requireFreeSpace, spaceWarnings } from './guest.ts';
import { parseLibvirtUrl } from './libvirt-url.ts';
import { readHead } from './read-head.ts';
import { inspectionXml } from './results.ts';

const program = 'virt-v2v-inspector';

/** Reads the files that it was told at the source, without a volume and without a result page: its log is the result. */
export async function runInspection(context: ProgramContext): Promise<Exit> {
  const client = await connect(context);
  try {
    context.log('[    1.0] Opening the source');
    const firstBlocks: Uint8Array[] = [];
    for (const source of await namedDisks(context, client)) firstBlocks.push(await readHead(client, source));
    context.log('[    2.0] Inspecting the source');
    await sleep(context.clock, context.timings.inspectMs, context.signal);
    const guest = inspect(firstBlocks);
    requireFreeSpace(guest);
    for (const warning of spaceWarnings(guest)) context.log(`${program}: warning: ${warning}`);
    for (const line of inspectionXml(guest).trimEnd().split('\n')) context.log(line);
    return { code: 0 };
  } finally {
    await client.logout();
  }
}

/** VDDK opens a file that nobody writes to: that of a running machine only once a snapshot is above it. */
async function namedDisks({ environment }: ProgramContext, client: VcenterClient): Promise<DiskSource[]> {
  const { path } = parseLibvirtUrl(environment.get('V2V_libvirtURL') ?? '');
  const machine = await findMachine(client, environment.get('V2V_vmName') ?? '', path.at(-1));
  const properties = await client.properties(machine, diskProperties);
  const datacenter = await datacenterPath(client, properties);
  const runs = properties.get('runtime.powerState')?.text === 'poweredOn';
  return wantedFiles(environment).map((file) => {
    const device = devicesOf(properties).find(({ files }) => files.includes(file));
    if (!device) throw new ProgramFailure(`${program}: error: disk '${file}' is not present in the machine`);
    if (runs && device.files[0] === file)
      throw new ProgramFailure(`${program}: error: nbdkit: VixDiskLib_Open: ${file}: Failed to lock the file`);
    return { backingFile: file, capacityBytes: device.capacityBytes, path: chainPath(file, datacenter) };
  });
}

function wantedFiles(environment: ReadonlyMap<string, string>): string[] {
  const numbered = [...environment].flatMap(([name, file]) => {
    const number = /^V2V_remoteInspectDisk_(\d+)$/.exec(name)?.[1];
    return number === undefined ? [] : [{ number: Number(number), file }];
  });
  if (numbered.length === 0) throw new ProgramFailure('No remote disks were supplied');
  return numbered.sort((left, right) => left.number - right.number).map(({ file }) => file);
}
