import { expect, test } from 'vitest';
import { ApiError } from '../kube/api-error.ts';
import {
  InvalidInputError,
  NotFoundError,
  ProviderUnavailableError,
  UnauthenticatedError,
} from '../platform/errors.ts';
import { failure } from './failures.ts';
import { outcomeOfError } from './outcome-of-error.ts';
import { RunFailed } from './run-failed.ts';

const names = { vm: 'web-01', provider: 'vcenter', namespace: 'prod' };
const api = (status: number, message: string, reason = 'Forbidden') => new ApiError({ status, reason, message });
const cannot = 'pods is forbidden: User "gantry" cannot create resource "pods" in API group "" in the namespace "prod"';

test.each<[string, unknown, 'fail' | 'retry', string]>([
  ['a reason of a step', new RunFailed(failure('source-running', names)), 'fail', 'source-running'],
  ['a conflict', api(409, 'modified', 'Conflict'), 'retry', 'cluster-unavailable'],
  ['a server under load', api(429, 'slow down', 'TooManyRequests'), 'retry', 'cluster-unavailable'],
  ['a server that fails', api(503, 'no leader', 'ServiceUnavailable'), 'retry', 'cluster-unavailable'],
  ['a token that is being rotated', api(401, 'Unauthorized', 'Unauthorized'), 'retry', 'cluster-unavailable'],
  ['a full quota', api(403, 'pods "x" is forbidden: exceeded quota: small'), 'fail', 'quota-exceeded'],
  ['pod security', api(403, 'violates PodSecurity "restricted:latest"'), 'fail', 'pod-security'],
  ['a right that is missing', api(403, cannot), 'fail', 'forbidden'],
  ['a webhook', api(403, 'admission webhook "x" denied the request'), 'fail', 'target-refused'],
  ['a schema', api(422, 'spec.x: Required value', 'Invalid'), 'fail', 'target-refused'],
  ['a wrong password', new UnauthenticatedError('no', { code: 'sign-in-failed' }), 'fail', 'sign-in-failed'],
  [
    'a source out of reach',
    new ProviderUnavailableError('no', { code: 'provider-unreachable' }),
    'retry',
    'provider-unreachable',
  ],
  [
    'a certificate that changed',
    new ProviderUnavailableError('no', { code: 'certificate-untrusted' }),
    'retry',
    'certificate-untrusted',
  ],
  ['a machine that is gone', new NotFoundError('no', { code: 'vm-not-found' }), 'fail', 'vm-not-found'],
  ['a Secret that is gone', new NotFoundError('no', { code: 'secret-missing' }), 'retry', 'secret-missing'],
  ['a Secret that is half written', new InvalidInputError('no', { code: 'SecretNotValid' }), 'retry', 'secret-missing'],
  ['a fault of our own', new TypeError('x is undefined'), 'retry', 'unexpected'],
  ['no error at all', 'text', 'retry', 'unexpected'],
])('%s', (_name, error, kind, code) => {
  const outcome = outcomeOfError(error, names);
  const said = outcome.kind === 'fail' ? outcome.failure : outcome.kind === 'retry' ? outcome.cause : undefined;
  expect([outcome.kind, said?.code]).toEqual([kind, code]);
  expect(said?.message).not.toMatch(/\{\w+\}/);
});

test('a missing right is named', () => {
  const outcome = outcomeOfError(api(403, cannot), names);
  expect(outcome).toMatchObject({
    failure: {
      message:
        'The service may not create pods in the namespace prod. The source is not touched. Ask for the right, then retry.',
    },
  });
});
