import { ProgramFailure } from '../pods/program.ts';
import { disksOf, diskProperties } from '../vsphere/disk-source.ts';
import type { DiskSource } from '../vsphere/disk-source.ts';
import type { MoRef, Properties, VcenterClient } from '../vsphere/vcenter-client.ts';
import { decodeName, refOf } from '../vsphere/vcenter-client.ts';

/** Its disks as they are now. */
export async function findMachineDisks(
  client: VcenterClient,
  name: string,
  host: string | undefined,
): Promise<DiskSource[]> {
  return disksOf(client, await client.properties(await findMachine(client, name, host), diskProperties));
}

/** The machine of that name; among several, the one on the host that the URL names. */
export async function findMachine(client: VcenterClient, name: string, host: string | undefined): Promise<MoRef> {
  const machines = await client.machines(['name', 'runtime.host']);
  const named = machines.filter(({ properties }) => decodeName(properties.get('name')?.text ?? '') === name);
  const candidates = named.length > 1 ? await onHost(client, named, host) : named;
  const machine = candidates[0];
  if (!machine) throw new ProgramFailure(`virt-v2v: error: Domain not found: no domain with matching name '${name}'`);
  if (candidates.length > 1) {
    throw new ProgramFailure(`virt-v2v: error: internal error: ${candidates.length} domains are named '${name}'`);
  }
  return machine.ref;
}

async function onHost<T extends { properties: Properties }>(
  client: VcenterClient,
  machines: readonly T[],
  host: string | undefined,
): Promise<T[]> {
  const found: T[] = [];
  for (const machine of machines) {
    const ref = machine.properties.get('runtime.host');
    const name = ref && (await client.properties(refOf(ref), ['name'])).get('name')?.text;
    if (name === host) found.push(machine);
  }
  return found;
}
