import type { z } from 'zod';
import { providers } from '../../api/generated/provider.ts';
import type { testConnection } from '../../api/http/providers.ts';
import { secrets } from '../../api/kinds/core.ts';
import { startDeadline } from '../../platform/abort.ts';
import { addressGuard, type AddressGuardOptions } from '../../platform/address-guard.ts';
import type { CertificateReport } from '../../platform/certificate.ts';
import { InvalidInputError, ProviderUnavailableError, UnauthenticatedError } from '../../platform/errors.ts';
import type { Connection, DriverContext, ProviderConnector } from '../../providers/driver.ts';
import { passwordKey } from '../../writers/provider-secret.ts';
import type { Caller } from '../caller.ts';
import { Refusals } from '../refusals.ts';
import { access } from '../rights.ts';
import type { Route, Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { decoded } from '../secret-value.ts';
import {
  certificateCheck,
  connectionAnswer,
  failedCheck,
  signInChecks,
  type Check,
  type ConnectionAnswer,
  type TestedEndpoint,
} from '../summaries/connection-checks.ts';
import { sentence } from '../summaries/message.ts';

type Request = z.output<(typeof testConnection)['body']>;

const testLimitMs = 20_000;

function connectionOf(connector: ProviderConnector, request: Request, password: string): Connection {
  const { trust } = request;
  const pem: Record<string, string> = trust.mode === 'certificate' && trust.pem !== '' ? { 'ca.crt': trust.pem } : {};
  return connector.connection({
    url: request.url,
    settings: request.type === 'vsphere' ? { sdkEndpoint: request.sdkEndpoint } : {},
    secret: {
      user: request.user,
      [passwordKey(request.type)]: password,
      insecureSkipVerify: String(trust.mode === 'skip'),
      ...pem,
    },
  });
}

function endpointOf({ url, user }: Request): TestedEndpoint {
  return { provider: URL.parse(url)?.hostname ?? '', ...(user !== '' && { user }) };
}

/** The stored password goes only where it is stored for: another address or user needs it typed again. */
async function passwordOf(caller: Caller, project: string, request: Request): Promise<string> {
  if (request.password !== undefined) return request.password;
  const again = (text: string) => new InvalidInputError(text, { code: 'password-needed' });
  if (request.provider === undefined) throw again('The password is missing.');
  const provider = await caller.client.get(providers, { namespace: project, name: request.provider });
  const { namespace = project, name = '' } = provider.spec.secret;
  const secret = await caller.client.get(secrets, { namespace, name });
  const stored = URL.parse(provider.spec.url ?? '')?.origin;
  const sameServer = stored !== undefined && stored === URL.parse(request.url)?.origin;
  if (!sameServer || (decoded(secret, 'user') ?? '') !== request.user)
    throw again('Another address or user needs the password typed again.');
  return decoded(secret, passwordKey(request.type)) ?? '';
}

/** One test, check by check; the first that fails ends it. */
class ConnectionTest {
  readonly #connector: ProviderConnector;
  readonly #connection: Connection;
  readonly #request: Request;
  readonly #refusals: Refusals;
  readonly #done: Check[] = [];

  constructor(parts: { connector: ProviderConnector; connection: Connection; request: Request; refusals: Refusals }) {
    this.#connector = parts.connector;
    this.#connection = parts.connection;
    this.#request = parts.request;
    this.#refusals = parts.refusals;
  }

  async run(address: string, context: DriverContext, signal: AbortSignal): Promise<ConnectionAnswer> {
    const { url } = this.#connection;
    const port = new URL(url).port || '443';
    this.#pass('address', sentence('address', '{address}', { address: `${address}:${port}` }));
    let certificate: CertificateReport;
    try {
      certificate = await context.certificate(url, this.#connection, signal);
    } catch (error) {
      return connectionAnswer([...this.#done, failedCheck('tls', error, endpointOf(this.#request))]);
    }
    this.#pass('tls', sentence('tls', '{protocol}', { protocol: certificate.protocol }));
    const { mode } = this.#request.trust;
    const check = certificateCheck(certificate, { mode, confirmedSha256: this.#request.confirmedSha256 });
    this.#done.push(check);
    if (check.result !== 'confirm' && check.result !== 'failed')
      this.#done.push(...(await this.#signIn(certificate, context, signal)));
    return connectionAnswer(this.#done, certificate);
  }

  #pass(check: Check['check'], message: Check['message']): void {
    this.#done.push({ check, result: 'passed', message });
  }

  async #signIn(certificate: CertificateReport, context: DriverContext, signal: AbortSignal): Promise<Check[]> {
    // A certificate that the user confirmed is trusted by itself.
    const confirmed = !certificate.trusted && this.#connection.trust.mode === 'verify';
    const connection: Connection = confirmed
      ? { ...this.#connection, trust: { mode: 'verify', ca: certificate.pem } }
      : this.#connection;
    const { url, user, password } = connection;
    const signIn = { server: new URL(url).origin, user, password };
    try {
      this.#refusals.check(signIn);
      const report = await this.#connector.test(connection, context, signal);
      this.#refusals.forget(signIn);
      return signInChecks(report);
    } catch (error) {
      if (error instanceof UnauthenticatedError) this.#refusals.add(signIn);
      return [failedCheck('signIn', error, endpointOf(this.#request))];
    }
  }
}

export interface ConnectionTestOptions extends RouteContext {
  readonly resolve?: AddressGuardOptions['resolve'];
}

/** Tests a connection that is not stored; reaches only what the address guard allows and answers with error classes. */
export function connectionTest(options: ConnectionTestOptions): Pick<Routes, 'testConnection'> {
  const { connectors, contextAt, config, clock, resolve } = options;
  const guard = addressGuard({ allowed: config.allowedAddresses, cluster: config.clusterAddresses, resolve });
  const refusals = new Refusals(clock);

  async function test(request: Request, password: string, signal: AbortSignal): Promise<ConnectionAnswer> {
    const connector = connectors.get(request.type);
    if (connector === undefined)
      throw new InvalidInputError(`There is no driver for ${request.type}.`, { code: 'ProviderTypeNotSupported' });
    let connection: Connection;
    let address: string;
    try {
      connection = connectionOf(connector, request, password);
      address = await guard.judge(connection.url);
    } catch (error) {
      return connectionAnswer([failedCheck('address', error, endpointOf(request))]);
    }
    const context = contextAt(address);
    try {
      return await new ConnectionTest({ connector, connection, request, refusals }).run(address, context, signal);
    } finally {
      await context.close();
    }
  }

  const route: Route<typeof testConnection> = async ({ caller, params, body, signal }) => {
    await caller.demand(access('create', providers, params.project));
    const password = await passwordOf(caller, params.project, body);
    const reason = () =>
      new ProviderUnavailableError('The server did not answer in time.', { code: 'provider-unreachable' });
    const deadline = startDeadline({ clock, ms: testLimitMs, parent: signal, reason });
    try {
      return await test(body, password, deadline.signal);
    } finally {
      deadline.end();
    }
  };
  return { testConnection: route };
}
