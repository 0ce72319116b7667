import { createHash } from 'node:crypto';

/** What a name must tell apart within one run. */
export interface NameOf {
  /** UID of the run's own object. */
  readonly run: string;
  readonly step: string;
  readonly disk?: number;
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const suffixLength = 5;
const maxLength = 63;

/** The same five characters for the same thing, so that a repeat finds what it made before. */
export function suffix(of: NameOf): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([of.run, of.step, of.disk ?? null]))
    .digest();
  return Array.from(digest.subarray(0, suffixLength), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** `<prefix>-<suffix>`, a DNS label: the prefix is made valid and cut where it is too long. */
export function stableName(prefix: string, of: NameOf): string {
  const room = maxLength - suffixLength - 1;
  const label = prefix
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, room)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return `${label || 'x'}-${suffix(of)}`;
}
