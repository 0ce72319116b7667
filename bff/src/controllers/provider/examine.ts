import { createHash } from 'node:crypto';
import type { Provider } from '../../api/generated/provider.ts';
import { secrets, type Secret } from '../../api/kinds/core.ts';
import type { Finding } from '../../migration/judgement/finding.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { mostRefusals, type ConnectionOutcome } from '../../migration/judgement/provider-checks.ts';
import { refusedLogins } from '../../migration/source/refused-logins.ts';
import { secretRevision } from '../../migration/source/secret-revision.ts';
import { startDeadline } from '../../platform/abort.ts';
import { AddressRefusedError } from '../../platform/address-guard.ts';
import { InvalidInputError, KnownError, UnauthenticatedError } from '../../platform/errors.ts';
import type { Connection, ProviderConnector } from '../../providers/driver.ts';
import type { ProviderPorts } from './ports.ts';
import type { TestMemory } from './test-memory.ts';

const testLimitMs = 30_000;

/** What became of an attempt to use a provider. */
export type Examination =
  | { readonly invalid: Finding }
  | { readonly local: true }
  | {
      readonly connection: Connection;
      /** Of Provider and Secret together. */
      readonly version: string;
      readonly secretVersion: string;
      readonly outcome: ConnectionOutcome;
    };

export async function examine(
  ports: ProviderPorts & { readonly memory: TestMemory },
  provider: Provider,
  signal: AbortSignal,
): Promise<Examination> {
  const { type = '', url } = specOf(provider) ?? {};
  if (type === 'openshift' && !url) return { local: true };
  const driver = ports.connectors.get(type);
  if (driver === undefined) return { invalid: typeNotSupported(type) };
  const secret = await readSecret(ports, provider);
  if ('type' in secret) return { invalid: secret };
  const connection = connect(driver, provider, secret.object);
  if ('type' in connection) return { invalid: connection };
  const secretVersion = secret.object.metadata.resourceVersion ?? '';
  const version = digest(provider, secret.object);
  try {
    const outcome = await test({ ports, driver, provider, connection, version, secret: secret.object }, signal);
    return { connection, version, secretVersion, outcome };
  } catch (error) {
    if (error instanceof AddressRefusedError) return { invalid: addressRefused(error) };
    throw error;
  }
}

/** Of contents alone: holding a Secret or deleting a Provider changes their versions, and the connection not at all. */
function digest({ spec }: Provider, secret: Secret): string {
  const content = [spec.type, spec.url, Object.entries(spec.settings ?? {}).sort(), secretRevision(secret)];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** Whoever may create providers could else have the service talk to whatever it can reach. */
function addressRefused({ message }: AddressRefusedError): Finding {
  return {
    type: 'UrlNotValid',
    reason: 'NotAllowed',
    message: `${message} The provider is not contacted.`,
    suggestion: 'Use an address outside the cluster, or have the administrator allow it with --allow-addresses.',
  };
}

function typeNotSupported(type: string): Finding {
  return {
    type: 'ProviderTypeNotSupported',
    reason: 'NotSupported',
    message: `This version has no driver for providers of type ${type || '(none)'}. The provider cannot be used.`,
    suggestion: 'Set spec.type to vsphere or openshift.',
  };
}

async function readSecret(
  { cluster }: ProviderPorts,
  { spec, metadata }: Provider,
): Promise<Finding | { readonly object: Secret }> {
  const { name, namespace = metadata.namespace } = spec.secret;
  const suggestion = 'Name a Secret with the credentials in spec.secret.';
  if (!name) {
    const message = 'No Secret is named. The provider cannot be reached.';
    return { type: 'SecretNotValid', reason: 'NotSet', message, suggestion };
  }
  if (namespace !== metadata.namespace) {
    // Else whoever may create providers could have any Secret of the cluster sent to a server of their choice.
    const message = `The Secret ${name} is in the namespace ${namespace ?? ''}. It is not read: a provider uses Secrets of its own namespace only.`;
    return {
      type: 'SecretNotValid',
      reason: 'NotAllowed',
      message,
      suggestion: 'Copy the Secret next to the provider.',
    };
  }
  const object = await cluster.client.find(secrets, { name, ...(namespace && { namespace }) });
  if (object !== undefined) return { object };
  const message = `The Secret ${namespace ?? ''}/${name} does not exist. The provider cannot be reached.`;
  return { type: 'SecretNotValid', reason: 'NotFound', message, suggestion: 'Create the Secret, or name another one.' };
}

const invalidReasons: Readonly<Record<string, { readonly reason: string; readonly suggestion: string }>> = {
  UrlNotValid: {
    reason: 'Malformed',
    suggestion: 'Set spec.url to the endpoint, for example https://vcenter.example.com/sdk.',
  },
  SecretNotValid: {
    reason: 'DataErr',
    suggestion: 'Complete the Secret: it needs the keys user and password, of a cluster the key token.',
  },
  SettingsNotValid: { reason: 'NotValid', suggestion: 'Correct spec.settings.' },
};

function connect(driver: ProviderConnector, { spec }: Provider, held: Secret): Finding | Connection {
  const secret = Object.fromEntries(
    Object.entries(held.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  );
  try {
    return driver.connection({
      url: spec.url ?? '',
      settings: spec.settings ?? {},
      secret,
      revision: secretRevision(held),
    });
  } catch (error) {
    const known = error instanceof InvalidInputError ? invalidReasons[error.code] : undefined;
    if (known === undefined || !(error instanceof InvalidInputError)) throw error;
    const reason = error.code === 'UrlNotValid' && !spec.url ? 'NotSet' : known.reason;
    return { type: error.code, reason, message: error.message, suggestion: known.suggestion };
  }
}

interface Attempt {
  readonly ports: ProviderPorts & { readonly memory: TestMemory };
  readonly driver: ProviderConnector;
  readonly provider: Provider;
  readonly connection: Connection;
  readonly version: string;
  readonly secret: Secret;
}

/**
 * Refusals are counted in the status. One that an earlier process met stands until the Secret changes: restarts never add
 * up to a locked account.
 */
async function test(attempt: Attempt, signal: AbortSignal): Promise<ConnectionOutcome> {
  const { ports, provider, version, secret } = attempt;
  const refusals = refusedLogins(provider, secret);
  const uid = provider.metadata.uid ?? '';
  const byAnother = refusals > 0 && !ports.memory.knows(uid, version);
  if (byAnother || refusals >= mostRefusals) return { result: 'refused', refusals };
  const recent = ports.memory.recent(uid, version);
  if (recent !== undefined) return recent;
  const outcome = await tryOnce(attempt, refusals, signal);
  ports.memory.remember(uid, version, outcome);
  return outcome;
}

async function tryOnce(
  { ports, driver, connection }: Attempt,
  refusals: number,
  signal: AbortSignal,
): Promise<ConnectionOutcome> {
  const reason = () => new Error(`No answer within ${testLimitMs / 1000} s.`);
  const limit = startDeadline({ clock: ports.clock, ms: testLimitMs, parent: signal, reason });
  try {
    return { result: 'passed', report: await driver.test(connection, ports.driverContext, limit.signal) };
  } catch (error) {
    if (signal.aborted || error instanceof AddressRefusedError) throw error;
    if (error instanceof UnauthenticatedError) return { result: 'refused', refusals: refusals + 1 };
    if (error instanceof KnownError) return { result: 'failed', detail: error.message };
    if (limit.signal.aborted) return { result: 'failed', detail: reason().message };
    throw error;
  } finally {
    limit.end();
  }
}
