import { expect, test } from 'vitest';
import type { Send } from '../../platform/wire.ts';
import { askPod, podUrl } from './ask-pod.ts';

test.each([
  ['10.0.0.1', 'http://10.0.0.1:8080/vm'],
  ['fd00::1', 'http://[fd00::1]:8080/vm'],
])('the address of pod %s', (address, expected) => {
  expect(podUrl(address, ':8080/vm')).toBe(expected);
});

function answering(status: number, size = 2): Send {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.alloc(size, 'x'));
  }
  return () => Promise.resolve({ status, headers: {}, body: body() });
}

test.each<[string, Send, string | undefined]>([
  ['an answer', answering(200), 'xx'],
  ['a refusal', answering(503), undefined],
  ['more than a pod may say', answering(200, 2 * 1024 * 1024), undefined],
  ['no connection', () => Promise.reject(new Error('refused')), undefined],
])('%s', async (_name, send, expected) => {
  expect(await askPod(send, 'http://10.0.0.1:8080/vm')).toBe(expected);
});
