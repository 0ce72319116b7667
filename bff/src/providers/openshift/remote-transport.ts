import { callerCredentials } from '../../kube/credentials.ts';
import { Transport } from '../../kube/transport.ts';
import type { Connection, DriverContext } from '../driver.ts';

/** About 10,000 machines; who makes providers chooses the server that answers. */
const limitBytes = 128 * 1024 * 1024;

/** Requests to the API server of another cluster, made with the token of its provider. */
export function remoteTransport(
  connection: Connection,
  { send, clock }: Pick<DriverContext, 'send' | 'clock'>,
  random: () => number,
): Transport {
  const credentials = callerCredentials({ token: connection.password });
  return new Transport({ url: connection.url, send: send(connection), clock, random, credentials, limitBytes });
}
