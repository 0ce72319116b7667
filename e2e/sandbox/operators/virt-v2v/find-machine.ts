import { ProgramFailure } from '../pods/program.ts';
import { disksOf, diskProperties } from '../vsphere/disk-source.ts';
import type { DiskSource } from '../vsphere/disk-source.ts';
import type { Properties, VcenterClient } from '../vsphere/vcenter-client.ts';
import { decodeName, refOf } from '../vsphere/vcenter-client.ts';

/** The disks of the machine of that name; among several, of the one on the host that the URL names. */
export async function findMachineDisks(
  client: VcenterClient,
  name: string,
  host: string | undefined,
): Promise<DiskSource[]> {
  const machines = await client.machines(['name', 'runtime.host']);
  const named = machines.filter(({ properties }) => decodeName(properties.get('name')?.text ?? '') === name);
  const candidates = named.length > 1 ? await onHost(client, named, host) : named;
  const machine = candidates[0];
  if (!machine) throw new ProgramFailure(`virt-v2v: error: Domain not found: no domain with matching name '${name}'`);
  if (candidates.length > 1) {
    throw new ProgramFailure(`virt-v2v: error: internal error: ${candidates.length} domains are named '${name}'`);
  }
  return disksOf(client, await client.properties(machine.ref, diskProperties));
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
