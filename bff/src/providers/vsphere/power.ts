import type { Clock } from '../../platform/clock.ts';
import { textAt } from '../../platform/xml.ts';
import type { PowerState } from '../../machine/source-machine.ts';
import type { VsphereClient } from './client.ts';
import { isFault } from './faults.ts';
import { retrieveOne } from './retrieve.ts';
import { finished, taskOf } from './tasks.ts';
import { powerState } from './to-source-machine.ts';

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
    await finished(client, clock, taskOf(task), signal);
  } catch (error) {
    if (!isFault(error, 'InvalidPowerState') || (await readPower(client, id, signal)) !== to) throw error;
  }
}

export interface Switch {
  readonly id: string;
  readonly to: 'On' | 'Off';
  readonly signal?: AbortSignal;
}

/** Returns when the request was accepted; a machine that is off needs none. */
export async function askGuestToShutDown(client: VsphereClient, id: string, signal?: AbortSignal): Promise<void> {
  try {
    await client.call({ method: 'ShutdownGuest', target: { type: 'VirtualMachine', id }, ...(signal && { signal }) });
  } catch (error) {
    if (!isFault(error, 'InvalidPowerState') || (await readPower(client, id, signal)) !== 'Off') throw error;
  }
}
