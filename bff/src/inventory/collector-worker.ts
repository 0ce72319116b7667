/** Entry of a collector's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { probeCertificate } from '../platform/certificate.ts';
import { systemClock } from '../platform/clock.ts';
import { httpSend } from '../platform/http-send.ts';
import type { DriverContext } from '../providers/driver.ts';
import { shareLoginGuard } from '../providers/login-guard.ts';
import { inventorySourceOf } from '../providers/registry.ts';
import type { CollectorStart } from './collector-messages.ts';
import { STOP } from './collector-messages.ts';

const port = parentPort;
if (port === null) throw new Error('A collector runs in a thread of its own.');

const { type, connection, logins } = workerData as CollectorStart;
const { trust } = connection;
const send = httpSend({
  trust: trust.mode,
  ...(trust.mode === 'verify' && trust.ca !== undefined && { ca: trust.ca }),
});
const context: DriverContext = { send: () => send, clock: systemClock, certificate: probeCertificate };
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
await send.close();
port.close();
