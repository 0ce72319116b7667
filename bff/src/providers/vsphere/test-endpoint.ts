import { InvalidInputError } from '../../platform/errors.ts';
import type { Connection, ConnectionReport, DriverContext } from '../driver.ts';
import { understood } from './faults.ts';
import { missingPrivileges } from './privileges.ts';
import type { ServiceContent } from './service-content.ts';
import { openClient } from './source.ts';

/** Signs in and asks what the user may do. See ProviderDriver.test. */
export async function testEndpoint(
  connection: Connection,
  context: DriverContext,
  signal?: AbortSignal,
): Promise<ConnectionReport> {
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
