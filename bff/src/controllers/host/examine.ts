import type { Host } from '../../api/generated/host.ts';
import { secrets, type Secret } from '../../api/kinds/core.ts';
import type { Client } from '../../kube/client.ts';
import { refusedItem, type HostOutcome, type KnownHost } from '../../migration/judgement/host-checks.ts';
import { secretRevision } from '../../migration/source/secret-revision.ts';
import { startDeadline } from '../../platform/abort.ts';
import { AddressRefusedError } from '../../platform/address-guard.ts';
import { InvalidInputError, KnownError, UnauthenticatedError } from '../../platform/errors.ts';
import type { DriverContext, HostAccess } from '../../providers/driver.ts';
import type { TestMemory } from '../provider/test-memory.ts';

const testLimitMs = 10_000;

export interface HostTest {
  readonly client: Client;
  readonly context: DriverContext;
  readonly memory: TestMemory<HostOutcome>;
  readonly access: HostAccess;
}

/** Signs in to the host at its address, unless that was just tried or these credentials were refused before. */
export async function examineHost(
  test: HostTest,
  host: Host,
  known: KnownHost,
  signal: AbortSignal,
): Promise<HostOutcome> {
  const secret = await secretOf(test.client, host);
  if ('result' in secret) return secret;
  const secretVersion = secret.metadata.resourceVersion ?? '';
  if (wasRefused(host, secretVersion)) return { result: 'refused', secretVersion };
  const uid = host.metadata.uid ?? '';
  const version = JSON.stringify([host.metadata.generation, secretRevision(secret), known.fingerprint]);
  const recent = test.memory.recent(uid, version);
  if (recent !== undefined) return recent;
  const outcome = await attempt(test, host, { secret, fingerprint: known.fingerprint }, signal);
  test.memory.remember(uid, version, outcome);
  return outcome;
}

/** A Host uses Secrets of its own namespace only: else whoever may create hosts could have any Secret sent anywhere. */
async function secretOf(client: Client, { metadata, spec }: Host): Promise<Secret | HostOutcome> {
  const { name, namespace = metadata.namespace } = spec.secret;
  const invalid = (detail: string) => ({ result: 'invalid', type: 'SecretNotValid', detail }) as const;
  if (!name) return invalid('No Secret is named. The host cannot be reached.');
  if (namespace !== metadata.namespace) return invalid(`The Secret ${name} is in another namespace and is not read.`);
  const secret = await client.find(secrets, { name, ...(namespace && { namespace }) });
  return secret ?? invalid(`The Secret ${name} does not exist. The host cannot be reached.`);
}

/** One refusal is enough, also when an earlier process met it. */
function wasRefused({ status, metadata }: Host, secretVersion: string): boolean {
  const failed = status?.conditions?.find(({ type }) => type === 'ConnectionTestFailed');
  return (
    status?.observedGeneration === metadata.generation && (failed?.items ?? []).includes(refusedItem(secretVersion))
  );
}

interface Credentials {
  readonly secret: Secret;
  readonly fingerprint: string;
}

async function attempt(
  { access, context }: HostTest,
  { spec }: Host,
  { secret, fingerprint }: Credentials,
  signal: AbortSignal,
): Promise<HostOutcome> {
  const data = Object.entries(secret.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]);
  const reason = () => new Error(`No answer within ${testLimitMs / 1000} s.`);
  const limit = startDeadline({ clock: context.clock, ms: testLimitMs, parent: signal, reason });
  try {
    const input = {
      address: spec.ipAddress,
      secret: Object.fromEntries(data) as Record<string, string>,
      revision: secretRevision(secret),
      fingerprint,
    };
    const way = await access.reach(input, context, limit.signal);
    await access.test(way, context, limit.signal);
    return { result: 'passed', converts: way.converts };
  } catch (error) {
    if (signal.aborted) throw error;
    if (limit.signal.aborted) return { result: 'failed', detail: reason().message };
    return outcomeOf(error, secret.metadata.resourceVersion ?? '');
  } finally {
    limit.end();
  }
}

function outcomeOf(error: unknown, secretVersion: string): HostOutcome {
  if (error instanceof AddressRefusedError) return { result: 'invalid', type: 'IpNotValid', detail: error.message };
  if (error instanceof InvalidInputError && (error.code === 'IpNotValid' || error.code === 'SecretNotValid'))
    return { result: 'invalid', type: error.code, detail: error.message };
  if (error instanceof UnauthenticatedError) return { result: 'refused', secretVersion };
  if (error instanceof KnownError) return { result: 'failed', detail: error.message };
  throw error;
}
