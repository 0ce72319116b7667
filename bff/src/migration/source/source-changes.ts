import type { SourceDisk, SourceMachine, SourceShape } from '../../machine/source-machine.ts';

/** Facts that must stay, with what to say where one does not. */
const differences = {
  file: 'writes to another file, as after a snapshot',
  baseFile: 'is another file',
  capacityBytes: 'has another size in bytes',
  rdm: 'is or was a raw device',
  shared: 'is or was shared',
} as const satisfies Partial<Record<keyof SourceDisk, string>>;

const diskFacts = ['file', 'baseFile', 'capacityBytes', 'rdm', 'shared'] as const;

/** What snapshots do to a machine: each disk writes to a new file on top of its base. */
const snapshotFacts: ReadonlySet<string> = new Set(['file']);
const snapshotShapes: ReadonlySet<SourceShape['kind']> = new Set(['delta', 'linkedClone']);

/**
 * What changed at a machine between two readings so that a copy planned by the first would be wrong; undefined when
 * nothing did. Power, host, addresses and names may differ, and with `snapshots` what those bring about.
 */
export function sourceChange(
  planned: SourceMachine,
  now: SourceMachine,
  { snapshots }: { readonly snapshots: 'expected' | 'foreign' } = { snapshots: 'foreign' },
): string | undefined {
  const isExpected = snapshots === 'expected';
  const facts = diskFacts.filter((fact) => !isExpected || !snapshotFacts.has(fact));
  const before = new Map(planned.disks.map((disk) => [disk.key, disk]));
  const added = now.disks.find((disk) => !before.has(disk.key));
  if (added !== undefined) return `disk ${added.file} was added`;
  const after = new Map(now.disks.map((disk) => [disk.key, disk]));
  for (const disk of planned.disks) {
    const found = after.get(disk.key);
    if (found === undefined) return `disk ${disk.file} was removed`;
    const fact = facts.find((name) => found[name] !== disk[name]);
    if (fact !== undefined) return `disk ${disk.file} ${differences[fact]} (${String(found[fact])})`;
  }
  if (now.firmware.type !== planned.firmware.type) return `its firmware is ${now.firmware.type}`;
  return newShape(planned, {
    ...now,
    shapes: now.shapes.filter(({ kind }) => !isExpected || !snapshotShapes.has(kind)),
  });
}

function newShape(planned: SourceMachine, now: Pick<SourceMachine, 'shapes'>): string | undefined {
  const known = new Set(planned.shapes.map((shape) => `${shape.kind} ${shape.disk ?? ''}`));
  const shape = now.shapes.find(({ kind, disk }) => !known.has(`${kind} ${disk ?? ''}`));
  return shape && (shape.detail || shape.kind);
}
