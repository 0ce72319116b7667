import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { ApiError, isForbidden, isNotFound } from '../../kube/api-error.ts';
import { asRecord, asString } from '../../kube/json.ts';
import { collectionPath } from '../../kube/paths.ts';
import { RestClient } from '../../kube/rest-client.ts';
import type { Transport } from '../../kube/transport.ts';
import { KnownError, ProviderUnavailableError, UnauthenticatedError } from '../../platform/errors.ts';
import type { Connection, ConnectionReport, DriverContext, ProviderConnector } from '../driver.ts';
import { readConnection } from './connection.ts';
import { missingPrivileges } from './privileges.ts';
import { remoteTransport } from './remote-transport.ts';

/** Another cluster, as a place to migrate to. */
export const openshiftConnector: ProviderConnector = { type: 'openshift', connection: readConnection, test };

async function test(connection: Connection, context: DriverContext, signal?: AbortSignal): Promise<ConnectionReport> {
  // One question at a time: there is nobody whose retries this one's could meet.
  const transport = remoteTransport(connection, context, () => 0);
  try {
    const about = asRecord(await transport.json({ method: 'GET', path: '/version', ...(signal && { signal }) }));
    await expectMachines(transport, connection, signal);
    return {
      product: 'OpenShift Virtualization',
      version: asString(about?.gitVersion) ?? '',
      instanceUuid: '',
      missingPrivileges: await missingPrivileges(new RestClient(transport), signal),
    };
  } catch (error) {
    throw understood(error, connection);
  }
}

/** A cluster without KubeVirt is of no use here. What the account may not list is told with its other privileges. */
async function expectMachines(transport: Transport, { url }: Connection, signal?: AbortSignal): Promise<void> {
  const path = collectionPath(virtualMachines);
  try {
    await transport.json({ method: 'GET', path, query: { limit: 1 }, ...(signal && { signal }) });
  } catch (error) {
    if (isForbidden(error)) return;
    if (!isNotFound(error)) throw error;
    throw new ProviderUnavailableError(`The cluster at ${url} has no OpenShift Virtualization (KubeVirt).`, {
      code: 'ProviderUnreachable',
    });
  }
}

function understood(error: unknown, { url }: Connection): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.cause instanceof KnownError) return error.cause;
  if (error.status === 401)
    return new UnauthenticatedError(`The cluster at ${url} refused the token.`, { code: 'InvalidLogin', cause: error });
  return new ProviderUnavailableError(`The cluster at ${url} does not answer as it should: ${error.message}`, {
    code: 'ProviderUnreachable',
    cause: error,
  });
}
