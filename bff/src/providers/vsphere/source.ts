import { NotFoundError } from '../../platform/errors.ts';
import type { Connection, DriverContext, SourceSession } from '../driver.ts';
import { VsphereClient } from './client.ts';
import type { ClientOptions } from './client.ts';
import { isFault, understood } from './faults.ts';
import { loginGuard } from '../login-guard.ts';
import { readMachine } from './machine-reader.ts';
import { readNamesakes } from './namesakes.ts';
import { VsphereRestClient } from './rest-client.ts';
import { askGuestToShutDown, readPower, switchPower } from './power.ts';
import { readSharers } from './sharers.ts';
import { readLastStart } from './starts.ts';
import { warmSource } from './warm.ts';

export function openClient(connection: Connection, context: DriverContext): VsphereClient {
  return new VsphereClient(clientOptions(connection, context));
}

export function openRest(connection: Connection, context: DriverContext): VsphereRestClient {
  return new VsphereRestClient(clientOptions(connection, context));
}

function clientOptions(connection: Connection, context: DriverContext): ClientOptions {
  return {
    connection,
    send: context.send(connection),
    clock: context.clock,
    guard: loginGuard(connection, context),
  };
}

export function openSource(connection: Connection, context: DriverContext): SourceSession {
  const client = openClient(connection, context);
  const { clock } = context;
  return {
    machine: (id, signal) => about(id, readMachine(client, id, signal)),
    namesakes: (id, signal) => about(id, readNamesakes(client, id, signal)),
    sharers: (id, signal) => about(id, readSharers(client, id, signal)),
    lastStart: (id, signal) => about(id, readLastStart(client, id, signal)),
    power: (id, signal) => about(id, readPower(client, id, signal)),
    shutdownGuest: (id, signal) => about(id, askGuestToShutDown(client, id, signal)),
    powerOff: (id, signal) => about(id, switchPower(client, clock, { id, to: 'Off', ...(signal && { signal }) })),
    powerOn: (id, signal) => about(id, switchPower(client, clock, { id, to: 'On', ...(signal && { signal }) })),
    warm: warmSource(client, about),
    close: () => client.logout(),
  };
}

/** Errors of work on one machine, as callers may see them. */
async function about<T>(id: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isFault(error, 'ManagedObjectNotFound')) {
      throw new NotFoundError(`The vCenter has no machine ${id}.`, {
        code: 'vm-not-found',
        parameters: { id },
        cause: error,
      });
    }
    throw understood(error, { parameters: { id } });
  }
}
