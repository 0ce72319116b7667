/** Entry of a collector's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../platform/clock.ts';
import { openDriverContext } from '../providers/driver-context.ts';
import { shareLoginGuard } from '../providers/login-guard.ts';
import { inventorySourceOf } from '../providers/registry.ts';
import type { CollectorStart } from './collector-messages.ts';
import { STOP } from './collector-messages.ts';

const port = parentPort;
if (port === null) throw new Error('A collector runs in a thread of its own.');

const { type, connection, outbound, logins } = workerData as CollectorStart;
const context = openDriverContext(outbound, systemClock);
shareLoginGuard(connection, context, logins);

const stopped = new AbortController();
port.on('message', (message) => {
  if (message === STOP) stopped.abort(new Error('The inventory was stopped.'));
});

await inventorySourceOf(type)?.collect({
  connection,
  context,
  report: (message) => port.postMessage(message),
  signal: stopped.signal,
});
await context.close();
port.close();
