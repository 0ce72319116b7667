import type { Clock } from '../../platform/clock.ts';
import { sleep } from '../../platform/clock.ts';
import { ProviderUnavailableError } from '../../platform/errors.ts';
import { textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import type { SourceTask } from '../warm-source.ts';
import type { VsphereClient } from './client.ts';
import { isFault, taskFaultOf } from './faults.ts';
import { retrieveOne } from './retrieve.ts';
import { morefOf } from './service-content.ts';
import type { Moref } from './soap.ts';

const POLL_MS = 1_000;
const TASK_LIMIT_MS = 5 * 60_000;

/** The task that a method started. */
export function taskOf(returned: XmlElement | undefined): Moref {
  const task = morefOf(returned);
  if (task !== undefined) return task;
  throw new ProviderUnavailableError('The vCenter started no task.', { code: 'ProviderFault' });
}

interface TaskInfo {
  readonly state: string;
  readonly error: XmlElement | undefined;
}

async function readTask(client: VsphereClient, task: Moref, signal?: AbortSignal): Promise<TaskInfo> {
  const info = await retrieveOne(client, task, ['info.state', 'info.error'], signal);
  const value = (path: string) => info.find((change) => change.path === path)?.value;
  return { state: textAt(value('info.state')), error: value('info.error') };
}

/** Returns when the task has succeeded; throws its fault when it failed. */
export async function finished(client: VsphereClient, clock: Clock, task: Moref, signal?: AbortSignal): Promise<void> {
  const end = clock.now() + TASK_LIMIT_MS;
  for (;;) {
    const { state, error } = await readTask(client, task, signal);
    if (state === 'success') return;
    if (state === 'error') throw taskFaultOf(error);
    if (clock.now() >= end) {
      throw new ProviderUnavailableError(
        `The vCenter did not finish the task within ${TASK_LIMIT_MS / 60_000} minutes.`,
        { code: 'ProviderTimeout' },
      );
    }
    await sleep(clock, POLL_MS, signal);
  }
}

/** Faults by which a vCenter says that it could not bring a guest to rest. */
const quiesceFaults: ReadonlySet<string> = new Set([
  'ApplicationQuiesceFault',
  'FilesystemQuiesceFault',
  'QuiesceDatastoreIOForHAFailed',
]);

/** How a task that nobody waits for stands now. */
export async function taskState(client: VsphereClient, id: string, signal?: AbortSignal): Promise<SourceTask> {
  try {
    const { state, error } = await readTask(client, { type: 'Task', id }, signal);
    if (state === 'success') return { state: 'succeeded' };
    if (state !== 'error') return { state: state === '' ? 'unknown' : 'running' };
    const { fault, message } = taskFaultOf(error);
    // Older servers put it in words only.
    const notQuiesced = quiesceFaults.has(fault) || /quiesc/i.test(message);
    return { state: 'failed', message: message || fault, ...(notQuiesced && { notQuiesced }) };
  } catch (error) {
    if (isFault(error, 'ManagedObjectNotFound')) return { state: 'unknown' };
    throw error;
  }
}
