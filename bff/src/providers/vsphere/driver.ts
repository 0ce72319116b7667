import { InvalidInputError } from '../../platform/errors.ts';
import type { Connection, ConnectionReport, DriverContext, ProviderDriver } from '../driver.ts';
import { readConnection } from './connection.ts';
import { understood } from './faults.ts';
import { missingPrivileges } from './privileges.ts';
import type { ServiceContent } from './service-content.ts';
import { openClient, openSource } from './source.ts';
import { vsphereTransfers } from './transfers.ts';

export const vsphereDriver: ProviderDriver = {
  type: 'vsphere',
  connection: readConnection,
  test,
  source: openSource,
  transfers: vsphereTransfers,
};

async function test(connection: Connection, context: DriverContext, signal?: AbortSignal): Promise<ConnectionReport> {
  const client = openClient(connection, context);
  try {
    const content = await client.content(signal);
    checkKind(content, connection);
    await client.sessionKey(signal);
    const isTls = connection.url.startsWith('https:');
    return {
      product: content.product,
      version: content.version,
      instanceUuid: content.instanceUuid,
      ...(isTls && { fingerprint: (await context.certificate(connection.url, connection, signal)).sha1 }),
      missingPrivileges: await missingPrivileges(client, signal),
    };
  } catch (error) {
    throw understood(error);
  } finally {
    await client.logout();
  }
}

/** The setting sdkEndpoint says what the user believes to be at the URL; a vCenter unless told. */
function checkKind({ kind }: ServiceContent, { settings }: Connection): void {
  const expected = settings.sdkEndpoint ?? 'vcenter';
  if (kind === expected) return;
  throw new InvalidInputError(`The provider is said to be ${expected}, but ${kind} answers at its URL.`, {
    code: 'SettingsNotValid',
    parameters: { items: 'sdkEndpoint' },
  });
}
