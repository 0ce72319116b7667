import { guestHeaderBytes, decodeGuestHeader } from '../../seeds/guest-header.ts';
import type { GuestHeader } from '../../seeds/guest-header.ts';
import { ProgramFailure } from '../pods/program.ts';

export type { GuestHeader };
export { guestHeaderBytes };

const neededBytes: Readonly<Record<string, number>> = { '/': 100e6, '/boot': 50e6, 'C:': 100e6 };
const neededElsewhere = 10e6;

/** The system on the first of the blocks that has one. */
export function inspect(firstBlocks: readonly Uint8Array[]): GuestHeader {
  for (const block of firstBlocks) {
    const guest = decodeGuestHeader(block);
    if (guest) return guest;
  }
  throw new ProgramFailure(
    'virt-v2v: error: inspection could not detect the source guest (or physical machine): no operating system was found',
  );
}

export function requireFreeSpace(guest: GuestHeader): void {
  for (const [mount, free] of Object.entries(guest.freeSpace)) {
    const needed = neededBytes[mount] ?? neededElsewhere;
    if (free < needed) {
      throw new ProgramFailure(
        `virt-v2v: error: not enough free space for conversion on filesystem '${mount}'. ${megabytes(free)} MB free < ${megabytes(needed)} MB`,
      );
    }
  }
}

/** File systems that have hardly more than a conversion needs. */
export function spaceWarnings(guest: GuestHeader): string[] {
  return Object.entries(guest.freeSpace)
    .filter(([mount, free]) => free < 2 * (neededBytes[mount] ?? neededElsewhere))
    .map(([mount, free]) => `filesystem '${mount}' has little free space (${megabytes(free)} MB)`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** What is written over the ranges that a conversion rewrites. */
export function convertedBytes(length: number): Uint8Array {
  return Buffer.alloc(length, 'converted by the virt-v2v of the sandbox\n');
}
