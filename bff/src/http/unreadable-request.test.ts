import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { problem } from '../api/http/shapes.ts';
import { httpServer } from './server.ts';

const server = httpServer(
  express().use((_request, response) => void response.end('read')),
  undefined,
);
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** All that comes back for the bytes. */
async function answerTo(bytes: string): Promise<string> {
  const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  socket.end(bytes);
  await once(socket, 'close');
  return answer;
}

it.each([
  ['a path of 60 KiB', `GET /${'x'.repeat(60_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
  ['a path of 4 MiB', `GET /${'x'.repeat(4 * 1024 ** 2)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
  ['a header of 60 KiB', `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(60_000)}\r\n\r\n`, 431],
  ['what is no HTTP', 'hello\r\n\r\n', 400],
])('%s is answered with a problem', async (_, bytes, status) => {
  const [head = '', body = ''] = (await answerTo(bytes)).split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head).toContain('content-type: application/problem+json');
  expect(problem.parse(JSON.parse(body))).toMatchObject({ status, code: 'bad-request' });
});

it('an answer that is under way is not mixed with another', async () => {
  const answer = await answerTo('GET / HTTP/1.1\r\nhost: x\r\n\r\nhello\r\n\r\n');
  expect(answer.match(/HTTP\/1\.1/g) ?? []).toHaveLength(1);
});

it('a request that can be read is', async () => {
  expect(await answerTo('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toContain('200 OK');
});
