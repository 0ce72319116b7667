import type { Clock } from '../../clock.ts';
import type { InventoryEntity } from './entities.ts';
import type { FaultRules, TaskFault } from './fault-rules.ts';
import type { Inventory } from './inventory.ts';
import { VimFault } from './soap.ts';
import type { Fields, Reference, Value } from './values.ts';
import { anyOf, data, dateTime, enumeration, reference } from './values.ts';

export interface TaskWork {
  /** As the API calls the operation, e.g. `VirtualMachine.powerOn`. */
  readonly operation: string;
  readonly entity: InventoryEntity;
  readonly user: string;
  readonly durationMs: number;
  /** Whether another one of its kind may not run on the entity at the same time. */
  readonly exclusive?: boolean;
  /** Takes effect at the end, with the task's result; a VimFault makes the task fail. */
  run(): Value | undefined;
}

const keptMs = 10 * 60_000;

/** Operations that take time, each a Task object that a property collector can watch. */
export class Tasks {
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #faults: FaultRules;
  /** When tasks ended, and on which object. */
  readonly #ended = new Map<string, { readonly at: number; readonly entity: string }>();
  /** Ids of the exclusive tasks that run, by their entities. */
  readonly #busy = new Map<string, string>();

  constructor(inventory: Inventory, clock: Clock, faults: FaultRules) {
    this.#inventory = inventory;
    this.#clock = clock;
    this.#faults = faults;
  }

  /** Throws VimFault TaskInProgress. */
  start(work: TaskWork): Reference {
    this.#forgetOld();
    const other = work.exclusive ? this.#busy.get(work.entity.id) : undefined;
    if (other !== undefined) {
      const message = 'Another task is already in progress.';
      throw new VimFault('TaskInProgress', message, { task: reference('Task', other) });
    }
    const fault = this.#faults.ofTask(work.operation);
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
    const { tasksOf } = this.#inventory;
    tasksOf.set(work.entity.id, [...(tasksOf.get(work.entity.id) ?? []), id]);
    if (work.exclusive) this.#busy.set(work.entity.id, id);
    // One that hangs has no end.
    if (fault?.kind === 'lasts' && fault.ms === undefined) return task;
    this.#clock.after(fault?.kind === 'lasts' ? (fault.ms ?? 0) : work.durationMs, () => {
      if (work.exclusive) this.#busy.delete(work.entity.id);
      outcome = { ...attempt(work, fault), completeTime: dateTime(this.#clock.now()) };
      this.#inventory.change([id]);
      this.#ended.set(id, { at: this.#clock.now(), entity: work.entity.id });
    });
    return task;
  }

  /** Done when another task starts, so that no timer outlives the work. */
  #forgetOld(): void {
    const { tasksOf } = this.#inventory;
    for (const [id, { at, entity }] of this.#ended) {
      if (this.#clock.now() - at < keptMs) continue;
      tasksOf.set(entity, tasksOf.get(entity)?.filter((task) => task !== id) ?? []);
      this.#ended.delete(id);
      this.#inventory.remove(id);
    }
  }
}

function attempt(work: TaskWork, injected: TaskFault | undefined): Fields {
  try {
    if (injected?.kind === 'fails') throw new VimFault(injected.type, injected.message);
    const result = work.run();
    return { state: enumeration('TaskInfoState', 'success'), result: result && anyOf(result) };
  } catch (error) {
    if (!(error instanceof VimFault)) throw error;
    const fault = data('LocalizedMethodFault', {
      fault: data(error.type, error.fields),
      localizedMessage: error.message,
    });
    return { state: enumeration('TaskInfoState', 'error'), error: fault };
  }
}
