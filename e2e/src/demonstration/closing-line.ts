export interface Outcome {
  readonly machines: number;
  readonly migrated: number;
  readonly disks: number;
  readonly identical: number;
  /** Bytes that were read at the sources. */
  readonly bytes: number;
  readonly seconds: number;
}

/** The demonstration's last line, read by people and by tests: its form is fixed. */
export function closingLine(outcome: Outcome): string {
  const gib = (outcome.bytes / 2 ** 30).toFixed(1);
  return (
    `${outcome.migrated} of ${outcome.machines} VMs migrated, ` +
    `${outcome.identical} of ${outcome.disks} disks identical, ${gib} GiB in ${Math.round(outcome.seconds)} s`
  );
}

export function holds(outcome: Outcome): boolean {
  return (
    outcome.machines > 0 &&
    outcome.migrated === outcome.machines &&
    outcome.disks > 0 &&
    outcome.identical === outcome.disks
  );
}
