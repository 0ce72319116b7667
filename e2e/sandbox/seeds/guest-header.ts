/** What an inspection of a simulated root disk finds; stands in the disk's first block. */
export interface GuestHeader {
  readonly os: string;
  readonly osName: string;
  readonly family: 'linux' | 'windows';
  readonly firmware: 'bios' | 'uefi';
  /** What a conversion may rewrite, in bytes; everything else must reach the target unchanged. */
  readonly convert: readonly DiskRange[];
  /** Free bytes by mount point or drive. */
  readonly freeSpace: Readonly<Record<string, number>>;
}

export interface DiskRange {
  /** Index of the disk within its machine. */
  readonly disk: number;
  readonly offset: number;
  readonly length: number;
}

export const guestHeaderBytes = 4096;

const magic = 'GANTRY-GUEST\n';

/** The header as the first 4096 bytes of a root disk. */
export function encodeGuestHeader(header: GuestHeader): Uint8Array {
  const block = new Uint8Array(guestHeaderBytes);
  const text = Buffer.from(`${magic}${JSON.stringify(header)}\n`, 'utf8');
  if (text.length > guestHeaderBytes) throw new Error(`The guest header needs ${text.length} bytes.`);
  block.set(text);
  return block;
}

/** undefined where `block` holds no operating system. */
export function decodeGuestHeader(block: Uint8Array): GuestHeader | undefined {
  const text = Buffer.from(block.subarray(0, guestHeaderBytes)).toString('utf8');
  if (!text.startsWith(magic)) return undefined;
  const end = text.indexOf('\n', magic.length);
  if (end < 0) return undefined;
  try {
    return JSON.parse(text.slice(magic.length, end)) as GuestHeader;
  } catch {
    return undefined;
  }
}
