import { ApiError } from '../kube/api-error.ts';
import { fail, retry, type Outcome } from '../pipeline/outcome.ts';
import { KnownError, NotFoundError, ProviderUnavailableError, UnauthenticatedError } from '../platform/errors.ts';
import { failure } from './failures.ts';
import { RunFailed } from './run-failed.ts';

interface Names {
  readonly vm: string;
  readonly provider: string;
  readonly namespace: string;
}

/** What a thrown error means for a run: what may heal is borne for a while, the rest ends the run at once. */
export function outcomeOfError(error: unknown, names: Names): Outcome<never> {
  if (error instanceof RunFailed) return fail(error.failure);
  if (error instanceof ApiError) return outcomeOfApiError(error, names);
  if (error instanceof UnauthenticatedError) return fail(failure('sign-in-failed', { ...names }));
  if (error instanceof ProviderUnavailableError) {
    return retry(failure(error.code === 'certificate-untrusted' ? error.code : 'provider-unreachable', { ...names }));
  }
  if (error instanceof NotFoundError && error.code === 'vm-not-found')
    return fail(failure('vm-not-found', { ...names }));
  // A Secret that was deleted or is being replaced: the source may be off by now, so it is waited for.
  if (error instanceof KnownError && secretCodes.has(error.code)) {
    const provider = error.parameters.provider ?? names.provider;
    return retry(failure('secret-missing', { ...names, provider }));
  }
  return retry(failure('unexpected', { detail: error instanceof Error ? error.message : 'unknown' }));
}

const secretCodes = new Set(['secret-missing', 'SecretNotValid', 'SettingsNotValid', 'UrlNotValid']);

/** Our token may be rotated, the object be changed, the server be busy: none of that is a reason to give a run up. */
const passing: ReadonlySet<number> = new Set([401, 409, 429]);

function outcomeOfApiError(error: ApiError, names: Names): Outcome<never> {
  if (passing.has(error.status) || error.status >= 500)
    return retry(failure('cluster-unavailable', { detail: error.message }));
  return fail(refusal(error, names));
}

/** The sentence for a request that the target cluster refused. */
export function refusal(error: ApiError, names: Pick<Names, 'vm' | 'namespace'>) {
  const parameters = { vm: names.vm, namespace: names.namespace, detail: error.message };
  if (error.status === 403 && /exceeded quota/i.test(error.message)) return failure('quota-exceeded', parameters);
  if (error.status === 403 && /PodSecurity/i.test(error.message)) return failure('pod-security', parameters);
  const missing = error.status === 403 ? missingRight(error.message) : undefined;
  if (missing !== undefined) return failure('forbidden', { who: 'The service', what: missing });
  return failure('target-refused', parameters);
}

/** What RBAC does not allow, as `create pods in the namespace prod`; admission refuses with 403 too, in other words. */
function missingRight(message: string): string | undefined {
  const [, verb, resource, where = ''] =
    /cannot (\w+) resource "([^"]+)" in API group "[^"]*"(?: (in the namespace "[^"]*"))?/.exec(message) ?? [];
  return verb && `${verb} ${resource ?? ''} ${where.replaceAll('"', '')}`.trim();
}
