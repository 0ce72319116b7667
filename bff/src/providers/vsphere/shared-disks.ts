import type { Native } from './kinds.ts';

interface AttachedDisk {
  readonly file: string;
  readonly shared: boolean;
}

/** Which machines have which disk files: a file that several machines have is shared, whatever its flag says. */
export class SharedDisks {
  readonly #machines = new Map<string, Set<string>>();
  readonly #files = new Map<string, readonly string[]>();

  /** Takes over what the machine has now; returns the other machines for which the answer may have changed. */
  update(id: string, native: Native | undefined): readonly string[] {
    const before = this.#files.get(id) ?? [];
    const after = disksOf(native).map(({ file }) => file);
    if (before.length === after.length && before.every((file, index) => file === after[index])) return [];
    for (const file of before) this.#machines.get(file)?.delete(id);
    for (const file of after) this.#machinesWith(file).add(id);
    if (after.length === 0) this.#files.delete(id);
    else this.#files.set(id, after);
    const touched = new Set<string>();
    for (const files of [before, after])
      for (const file of files) for (const other of this.#machines.get(file) ?? []) touched.add(other);
    for (const file of before) if (this.#machines.get(file)?.size === 0) this.#machines.delete(file);
    touched.delete(id);
    return [...touched];
  }

  mark(native: Native): Native {
    const disks = disksOf(native);
    if (!disks.some(({ file }) => this.#isShared(file))) return native;
    return { ...native, disks: disks.map((disk) => ({ ...disk, shared: disk.shared || this.#isShared(disk.file) })) };
  }

  #isShared(file: string): boolean {
    return (this.#machines.get(file)?.size ?? 0) > 1;
  }

  #machinesWith(file: string): Set<string> {
    const machines = this.#machines.get(file) ?? new Set<string>();
    this.#machines.set(file, machines);
    return machines;
  }
}

function disksOf(native: Native | undefined): readonly AttachedDisk[] {
  return (native?.disks ?? []) as readonly AttachedDisk[];
}
