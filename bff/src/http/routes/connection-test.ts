import type { z } from 'zod';
import { providers } from '../../api/generated/provider.ts';
import type { connectionCheck, testConnection } from '../../api/http/providers.ts';
import { secrets } from '../../api/kinds/core.ts';
import type { CertificateReport } from '../../platform/certificate.ts';
import { ConflictError, InvalidInputError, KnownError, UnauthenticatedError } from '../../platform/errors.ts';
import type { Connection, ProviderDriver } from '../../providers/driver.ts';
import type { AddressGuardOptions } from '../address-guard.ts';
import { addressGuard } from '../address-guard.ts';
import type { Caller } from '../caller.ts';
import { access } from '../rights.ts';
import type { Route, Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { sentence } from '../summaries/message.ts';

type Check = z.infer<typeof connectionCheck>;
type Request = z.output<(typeof testConnection)['body']>;
type Answer = z.input<(typeof testConnection)['answer']>;

/** Refused logins of one user at one address after which the test is off, so that no account is locked. */
const mostRefusals = 3;
const refusalsKept = 1000;
const testLimitMs = 20_000;

/** Counts refused logins per address, user and password change; forgotten when one succeeds. */
class Refusals {
  readonly #counts = new Map<string, number>();

  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }
  add(key: string): void {
    this.#counts.set(key, this.count(key) + 1);
    if (this.#counts.size > refusalsKept) {
      const oldest = this.#counts.keys().next();
      if (oldest.done !== true) this.#counts.delete(oldest.value);
    }
  }
  forget(key: string): void {
    this.#counts.delete(key);
  }
}

const order = ['address', 'tls', 'certificate', 'signIn', 'privileges'] as const;

/** What was not reached stands as not run, never as passed. */
function answerOf(done: readonly Check[], certificate?: CertificateReport): Answer {
  const rest = order.slice(done.length).map((check): Check => ({ check, result: 'notRun' }));
  if (certificate === undefined) return { checks: [...done, ...rest] };
  const { subject, issuer, validFrom, validTo, sha1, sha256, pem, trusted } = certificate;
  return {
    checks: [...done, ...rest],
    certificate: { subject, issuer, validFrom, validTo, sha1, sha256, pem, trusted },
  };
}

function failed(check: Check['check'], error: unknown): Check {
  const known =
    error instanceof KnownError
      ? error
      : new InvalidInputError('It failed in a way that is not known.', { code: 'unexpected' });
  return {
    check,
    result: 'failed',
    message: { code: known.code, parameters: { ...known.parameters }, text: known.message },
  };
}

function certificateCheck(report: CertificateReport, request: Request): Check {
  const check = 'certificate';
  if (request.trust.mode === 'skip') {
    return {
      check,
      result: 'warning',
      message: sentence('certificate-not-verified', 'The certificate is not verified.'),
    };
  }
  if (report.trusted) return { check, result: 'passed' };
  if (request.trust.mode === 'certificate' && request.confirmedSha256 === report.sha256)
    return { check, result: 'passed' };
  const message = sentence(
    'certificate-untrusted',
    'The certificate {sha256} is signed by an authority this cluster does not know.',
    { sha256: report.sha256 },
  );
  return { check, result: request.confirmedSha256 === undefined ? 'confirm' : 'failed', message };
}

function connectionOf(driver: ProviderDriver, request: Request, password: string): Connection {
  const { trust } = request;
  const pem: Record<string, string> = trust.mode === 'certificate' ? { 'ca.crt': trust.pem } : {};
  return driver.connection({
    url: request.url,
    settings: { sdkEndpoint: request.sdkEndpoint },
    secret: { user: request.user, password, insecureSkipVerify: String(trust.mode === 'skip'), ...pem },
  });
}

export interface ConnectionTestOptions extends RouteContext {
  readonly resolve?: AddressGuardOptions['resolve'];
}

/** Tests a connection that is not stored; reaches only what the address guard allows and answers with error classes. */
export function connectionTest(context: ConnectionTestOptions): Pick<Routes, 'testConnection'> {
  const { drivers, driverContext, config } = context;
  const guard = addressGuard({ allowed: config.allowedAddresses, resolve: context.resolve });
  const refusals = new Refusals();

  /** The stored password goes only where it is stored for: another URL needs it typed again. */
  async function passwordOf(caller: Caller, project: string, request: Request): Promise<string> {
    if (request.password !== undefined) return request.password;
    if (request.provider === undefined)
      throw new InvalidInputError('The password is missing.', { code: 'password-needed' });
    const provider = await caller.client.get(providers, { namespace: project, name: request.provider });
    const { namespace = project, name = '' } = provider.spec.secret;
    const secret = await caller.client.get(secrets, { namespace, name });
    const user = Buffer.from(secret.data?.user ?? '', 'base64').toString('utf8');
    const sameServer = URL.parse(provider.spec.url ?? '')?.origin === URL.parse(request.url)?.origin;
    if (!sameServer || user !== request.user) {
      throw new InvalidInputError('Another address or user needs the password typed again.', {
        code: 'password-needed',
      });
    }
    return Buffer.from(secret.data?.password ?? '', 'base64').toString('utf8');
  }

  async function signIn(driver: ProviderDriver, connection: Connection, signal: AbortSignal): Promise<Check[]> {
    const key = `${new URL(connection.url).origin} ${connection.user}`;
    if (refusals.count(key) >= mostRefusals) {
      throw new ConflictError('Three sign-ins were refused; more attempts could lock the account.', {
        code: 'sign-in-stopped',
      });
    }
    try {
      const report = await driver.test(connection, driverContext, signal);
      refusals.forget(key);
      const signedIn: Check = {
        check: 'signIn',
        result: 'passed',
        message: sentence('signed-in', '{product} {version}', { product: report.product, version: report.version }),
      };
      if (report.missingPrivileges.length === 0) return [signedIn, { check: 'privileges', result: 'passed' }];
      const missing = report.missingPrivileges.map(({ feature, privilege }) => `${feature}: ${privilege}`).join(', ');
      return [
        signedIn,
        {
          check: 'privileges',
          result: 'warning',
          message: sentence('privilege-missing', 'Missing: {missing}.', { missing }),
        },
      ];
    } catch (error) {
      if (error instanceof UnauthenticatedError) refusals.add(key);
      return [failed('signIn', error)];
    }
  }

  async function test(request: Request, password: string, signal: AbortSignal): Promise<Answer> {
    const driver = drivers.get(request.type);
    if (driver === undefined)
      throw new InvalidInputError(`There is no driver for ${request.type}.`, { code: 'ProviderTypeNotSupported' });
    const done: Check[] = [];
    let connection: Connection;
    try {
      connection = connectionOf(driver, request, password);
      await guard(connection.url);
      done.push({ check: 'address', result: 'passed' });
    } catch (error) {
      return answerOf([failed('address', error)]);
    }
    let certificate: CertificateReport;
    try {
      certificate = await driverContext.certificate(connection.url, connection.trust, signal);
      done.push({
        check: 'tls',
        result: 'passed',
        message: sentence('tls', '{protocol}', { protocol: certificate.protocol }),
      });
    } catch (error) {
      return answerOf([...done, failed('tls', error)]);
    }
    const trusted = certificateCheck(certificate, request);
    done.push(trusted);
    if (trusted.result === 'confirm' || trusted.result === 'failed') return answerOf(done, certificate);
    return answerOf([...done, ...(await signIn(driver, connection, signal))], certificate);
  }

  const route: Route<typeof testConnection> = async ({ caller, params, body, signal }) => {
    await caller.demand(access('create', providers, params.project));
    const limited = AbortSignal.any([signal, AbortSignal.timeout(testLimitMs)]);
    return test(body, await passwordOf(caller, params.project, body), limited);
  };
  return { testConnection: route };
}
