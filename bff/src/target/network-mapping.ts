import type { SourceNic } from '../machine/source-machine.ts';

/** One entry of a network map, with its source resolved. */
export interface NetworkTarget {
  /** Provider id of the source network. */
  readonly source: string;
  readonly type: 'pod' | 'multus' | 'ignored';
  readonly namespace?: string;
  readonly name?: string;
}

export interface MappedNics {
  /** NICs that the target gets, in source order. */
  readonly mapped: readonly { readonly nic: SourceNic; readonly target: NetworkTarget }[];
  /** NICs that the map drops on purpose. */
  readonly ignored: readonly SourceNic[];
  /** NICs on networks that no entry names. */
  readonly unmapped: readonly SourceNic[];
}

/**
 * Where each NIC goes. Several entries for one source network are a pool: each NIC takes the next one, and the last
 * one serves the rest. A NIC that is attached to nothing is dropped.
 */
export function mapNics(nics: readonly SourceNic[], targets: readonly NetworkTarget[]): MappedNics {
  const used = new Map<string, number>();
  const mapped: { nic: SourceNic; target: NetworkTarget }[] = [];
  const ignored: SourceNic[] = [];
  const unmapped: SourceNic[] = [];
  for (const nic of nics) {
    const pool = targets.filter((target) => target.source === nic.networkId);
    const next = used.get(nic.networkId) ?? 0;
    const target = pool[Math.min(next, pool.length - 1)];
    if (nic.networkId === '') ignored.push(nic);
    else if (target === undefined) unmapped.push(nic);
    else if (target.type === 'ignored') ignored.push(nic);
    else mapped.push({ nic, target });
    used.set(nic.networkId, next + 1);
  }
  return { mapped, ignored, unmapped };
}
