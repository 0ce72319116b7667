import { ProviderUnavailableError } from '../../platform/errors.ts';
import { sleep } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { textAt } from '../../platform/xml.ts';
import type { PowerState } from '../../machine/source-machine.ts';
import type { VsphereClient } from './client.ts';
import { isFault, taskFaultOf } from './faults.ts';
import { retrieveOne } from './retrieve.ts';
import { morefOf } from './service-content.ts';
import type { Moref } from './soap.ts';
import { powerState } from './to-source-machine.ts';

const POLL_MS = 1_000;
const TASK_LIMIT_MS = 5 * 60_000;

export async function readPower(client: VsphereClient, id: string, signal?: AbortSignal): Promise<PowerState> {
  const [change] = await retrieveOne(client, { type: 'VirtualMachine', id }, ['runtime.powerState'], signal);
  return powerState(textAt(change?.value));
}

const methods = { On: 'PowerOnVM_Task', Off: 'PowerOffVM_Task' } as const;

/** Returns when the machine is in the wanted state; being there already is success. */
export async function switchPower(client: VsphereClient, clock: Clock, wanted: Switch): Promise<void> {
  const { id, to, signal } = wanted;
  try {
    const target = { type: 'VirtualMachine', id };
    const [task] = await client.call({ method: methods[to], target, ...(signal && { signal }) });
    await finished(client, clock, morefOf(task), signal);
  } catch (error) {
    if (!isFault(error, 'InvalidPowerState') || (await readPower(client, id, signal)) !== to) throw error;
  }
}

export interface Switch {
  readonly id: string;
  readonly to: 'On' | 'Off';
  readonly signal?: AbortSignal;
}

/** Returns when the task has succeeded; throws its fault when it failed. */
async function finished(
  client: VsphereClient,
  clock: Clock,
  task: Moref | undefined,
  signal?: AbortSignal,
): Promise<void> {
  if (task === undefined) throw new ProviderUnavailableError('The vCenter started no task.', { code: 'ProviderFault' });
  const end = clock.now() + TASK_LIMIT_MS;
  for (;;) {
    const info = await retrieveOne(client, task, ['info.state', 'info.error'], signal);
    const state = textAt(info.find(({ path }) => path === 'info.state')?.value);
    if (state === 'success') return;
    if (state === 'error') {
      const error = info.find(({ path }) => path === 'info.error')?.value;
      throw taskFaultOf(error);
    }
    if (clock.now() >= end) {
      throw new ProviderUnavailableError(
        `The vCenter did not finish the task within ${TASK_LIMIT_MS / 60_000} minutes.`,
        { code: 'ProviderTimeout' },
      );
    }
    await sleep(clock, POLL_MS, signal);
  }
}

/** Returns when the request was accepted; a machine that is off needs none. */
export async function askGuestToShutDown(client: VsphereClient, id: string, signal?: AbortSignal): Promise<void> {
  try {
    await client.call({ method: 'ShutdownGuest', target: { type: 'VirtualMachine', id }, ...(signal && { signal }) });
  } catch (error) {
    if (!isFault(error, 'InvalidPowerState') || (await readPower(client, id, signal)) !== 'Off') throw error;
  }
}
