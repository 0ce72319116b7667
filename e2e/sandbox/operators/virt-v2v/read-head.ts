import { readBody } from '../../wire.ts';
import { readRange } from '../vsphere/disk-source.ts';
import type { DiskSource } from '../vsphere/disk-source.ts';
import type { VcenterClient } from '../vsphere/vcenter-client.ts';
import { guestHeaderBytes } from './guest.ts';

/** The block of a disk that says which guest is on it. */
export async function readHead(client: VcenterClient, source: DiskSource): Promise<Uint8Array> {
  const length = Math.min(guestHeaderBytes, source.capacityBytes);
  return readBody(await readRange(client, source, { offset: 0, length }));
}
