import type { SourceDisk, SourceMachine } from '../../machine/source-machine.ts';

const diskFacts = [
  'file',
  'baseFile',
  'capacityBytes',
  'rdm',
  'shared',
] as const satisfies readonly (keyof SourceDisk)[];

/**
 * What changed at a machine between two readings so that a copy planned by the first would be wrong; undefined when
 * nothing did. Power, host, addresses and names may differ.
 */
export function sourceChange(planned: SourceMachine, now: SourceMachine): string | undefined {
  const before = new Map(planned.disks.map((disk) => [disk.key, disk]));
  const added = now.disks.find((disk) => !before.has(disk.key));
  if (added !== undefined) return `disk ${added.file} was added`;
  const after = new Map(now.disks.map((disk) => [disk.key, disk]));
  for (const disk of planned.disks) {
    const found = after.get(disk.key);
    if (found === undefined) return `disk ${disk.file} was removed`;
    const fact = diskFacts.find((name) => found[name] !== disk[name]);
    if (fact !== undefined) return `disk ${disk.file} has another ${fact} (${String(found[fact])})`;
  }
  if (now.firmware.type !== planned.firmware.type) return `its firmware is ${now.firmware.type}`;
  return newShape(planned, now);
}

function newShape(planned: SourceMachine, now: SourceMachine): string | undefined {
  const known = new Set(planned.shapes.map((shape) => `${shape.kind} ${shape.disk ?? ''}`));
  const shape = now.shapes.find(({ kind, disk }) => !known.has(`${kind} ${disk ?? ''}`));
  return shape && (shape.detail || shape.kind);
}
