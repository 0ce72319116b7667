import { setImmediate as nextTurn } from 'node:timers/promises';
import { judge, type Judgement } from '../providers/concern.ts';
import type { InventoryRecord, InventorySource, RecordLookup } from '../providers/inventory-source.ts';

interface Judged {
  readonly expandedBy: readonly InventoryRecord[];
  readonly judgement: Judgement;
}

/** Machines that are judged in one turn of the event loop. */
const partSize = 200;

/** Judges machines when somebody asks, and again only after the machine, or a record that expands it, has changed. */
export class JudgedMachines {
  readonly #source: InventorySource;
  readonly #lookup: RecordLookup;
  /** Records are replaced, never changed: what is not reachable any more is forgotten. */
  readonly #known = new WeakMap<InventoryRecord, Judged>();

  constructor(source: InventorySource, lookup: RecordLookup) {
    this.#source = source;
    this.#lookup = lookup;
  }

  /** Judges those that are not judged yet; many take several turns of the event loop. */
  async ahead(machines: Iterable<InventoryRecord>): Promise<void> {
    let count = 0;
    for (const machine of machines) {
      if (this.#current(machine) !== undefined) continue;
      this.of(machine);
      count += 1;
      if (count % partSize === 0) await nextTurn();
    }
  }

  of(machine: InventoryRecord): Judgement {
    const known = this.#current(machine);
    if (known !== undefined) return known;
    const { rules } = this.#source;
    const workload = this.#source.workload(machine, this.#lookup);
    const judgement =
      workload.missing === undefined ? judge(rules, workload.machine) : incomplete(rules.version, workload.missing);
    // A machine that is incomplete is looked at again every time: the missing record may have come.
    if (workload.missing === undefined) this.#known.set(machine, { expandedBy: workload.expandedBy, judgement });
    return judgement;
  }

  #current(machine: InventoryRecord): Judgement | undefined {
    const known = this.#known.get(machine);
    return known?.expandedBy.every((record) => this.#lookup(record.id) === record) ? known.judgement : undefined;
  }
}

/** As MTV does: what cannot be judged must not be migrated unseen. */
function incomplete(rulesVersion: number, missing: string): Judgement {
  return {
    rulesVersion,
    errors: [],
    concerns: [
      {
        id: 'inventory.incomplete',
        category: 'Critical',
        label: `The ${missing} of the VM is not visible`,
        assessment: 'Give the account of the provider the right to read it: the VM cannot be judged without.',
      },
    ],
  };
}
