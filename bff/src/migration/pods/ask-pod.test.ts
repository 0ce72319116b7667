import { expect, test } from 'vitest';
import type { Pod } from '../../api/kinds/core.ts';
import { ApiError } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';
import type { Send } from '../../platform/wire.ts';
import type { MachineScope } from '../scope.ts';
import { askPod } from './ask-pod.ts';

const question = { method: 'GET', port: 8080, path: '/vm' } as const;
const podAt = (podIP?: string) => ({ metadata: { namespace: 'prod', name: 'p' }, status: { podIP } }) as unknown as Pod;

/** Only what a question needs. */
function here(pods: Send): MachineScope {
  return { resolved: { target: {} }, pods } as unknown as MachineScope;
}

function elsewhere(answer: Client['askPod']): MachineScope {
  const pods: Send = () => Promise.reject(new Error('There is no way to that network.'));
  return { resolved: { target: { provider: {} } }, client: { askPod: answer }, pods } as unknown as MachineScope;
}

function answering(status: number, text = 'xx'): Send {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(text));
  }
  return () => Promise.resolve({ status, headers: {}, body: body() });
}

const refusal = (status: number, reason: string) => () =>
  Promise.reject(new ApiError({ status, reason, message: 'no' }));

test.each([
  ['10.0.0.1', 'http://10.0.0.1:8080/vm'],
  ['fd00::1', 'http://[fd00::1]:8080/vm'],
])('a pod at %s is asked there', async (address, expected) => {
  const echo: Send = (request) => answering(200, request.url)(request);
  expect(await askPod(here(echo), podAt(address), question)).toBe(expected);
});

test.each<[string, MachineScope, Pod, string | undefined]>([
  ['an answer', here(answering(200)), podAt('10.0.0.1'), 'xx'],
  ['a refusal', here(answering(503)), podAt('10.0.0.1'), undefined],
  ['more than a pod may say', here(answering(200, 'x'.repeat(2 * 1024 * 1024))), podAt('10.0.0.1'), undefined],
  ['no connection', here(() => Promise.reject(new Error('refused'))), podAt('10.0.0.1'), undefined],
  ['no address yet', here(answering(200)), podAt(), undefined],
  ['an answer from another cluster', elsewhere(() => Promise.resolve('xx')), podAt('10.0.0.1'), 'xx'],
  ['a pod there that does not listen yet', elsewhere(refusal(503, 'ServiceUnavailable')), podAt(), undefined],
])('%s', async (_name, scope, pod, expected) => {
  expect(await askPod(scope, pod, question)).toBe(expected);
});

test('another cluster that lets nobody ask its pods says so', async () => {
  await expect(askPod(elsewhere(refusal(403, 'Forbidden')), podAt('10.0.0.1'), question)).rejects.toThrow(ApiError);
});
