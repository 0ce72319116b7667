import type { Clock } from '../../clock.ts';
import type { InventoryEntity } from './entities.ts';
import type { Inventory } from './inventory.ts';
import { VimFault } from './soap.ts';
import type { Fields, Reference } from './values.ts';
import { data, dateTime, enumeration, reference } from './values.ts';

export interface TaskWork {
  /** As the API calls the operation, e.g. `VirtualMachine.powerOn`. */
  readonly operation: string;
  readonly entity: InventoryEntity;
  readonly user: string;
  readonly durationMs: number;
  /** Takes effect at the end; a VimFault makes the task fail. */
  run(): void;
}

const keptMs = 10 * 60_000;

/** Operations that take time, each a Task object that a property collector can watch. */
export class Tasks {
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #ended = new Map<string, number>();

  constructor(inventory: Inventory, clock: Clock) {
    this.#inventory = inventory;
    this.#clock = clock;
  }

  start(work: TaskWork): Reference {
    this.#forgetOld();
    const id = this.#inventory.nextId('task-');
    const task = reference('Task', id);
    const startedAt = this.#clock.now();
    const base: Fields = {
      key: id,
      task,
      descriptionId: work.operation,
      entity: reference(work.entity.type, work.entity.id),
      entityName: work.entity.name,
    };
    const rest: Fields = {
      cancelled: false,
      cancelable: false,
      reason: data('TaskReasonUser', { userName: work.user }),
      queueTime: dateTime(startedAt),
      startTime: dateTime(startedAt),
      eventChainId: 1,
    };
    let outcome: Fields = { state: enumeration('TaskInfoState', 'running'), progress: 0 };
    this.#inventory.add({
      type: 'Task',
      id,
      read: () => ({ info: data('TaskInfo', { ...base, ...outcome, ...rest }) }),
    });
    this.#clock.after(work.durationMs, () => {
      outcome = { ...attempt(work), completeTime: dateTime(this.#clock.now()) };
      this.#inventory.change([id]);
      this.#ended.set(id, this.#clock.now());
    });
    return task;
  }

  /** Done when another task starts, so that no timer outlives the work. */
  #forgetOld(): void {
    for (const [id, endedAt] of this.#ended) {
      if (this.#clock.now() - endedAt < keptMs) continue;
      this.#ended.delete(id);
      this.#inventory.remove(id);
    }
  }
}

function attempt(work: TaskWork): Fields {
  try {
    work.run();
    return { state: enumeration('TaskInfoState', 'success') };
  } catch (error) {
    if (!(error instanceof VimFault)) throw error;
    const fault = data('LocalizedMethodFault', {
      fault: data(error.type, error.fields),
      localizedMessage: error.message,
    });
    return { state: enumeration('TaskInfoState', 'error'), error: fault };
  }
}
