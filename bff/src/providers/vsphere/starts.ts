import { textAt } from '../../platform/xml.ts';
import type { MachineStart } from '../driver.ts';
import type { VsphereClient } from './client.ts';
import { isFault } from './faults.ts';
import { element, reference } from './soap.ts';
import { numberAt } from './values.ts';

const startEvents = ['VmPoweredOnEvent', 'DrsVmPoweredOnEvent'];

/** The newest power-on in the events that the server keeps; they are told in no order that it promises. */
export async function readLastStart(
  client: VsphereClient,
  id: string,
  signal?: AbortSignal,
): Promise<MachineStart | 'none' | 'unknown'> {
  const { eventManager } = await client.content(signal);
  if (eventManager === undefined) return 'unknown';
  const entity = [reference('entity', { type: 'VirtualMachine', id }), element('recursion', 'self')];
  const filter = [element('entity', entity), ...startEvents.map((type) => element('eventTypeId', type))];
  try {
    const call = { method: 'QueryEvents', target: eventManager, parameters: [element('filter', filter)] };
    const events = await client.call({ ...call, ...(signal && { signal }) });
    const newest = events.toSorted((one, other) => numberAt(other, 'key') - numberAt(one, 'key'))[0];
    if (newest === undefined) return 'none';
    return { event: textAt(newest, 'key'), at: textAt(newest, 'createdTime'), by: textAt(newest, 'userName') };
  } catch (error) {
    // It keeps no events, or shows none to the user: no reason to give up a machine that is off by now.
    if (isFault(error) && !isFault(error, 'ManagedObjectNotFound')) return 'unknown';
    throw error;
  }
}
