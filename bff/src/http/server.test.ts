import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it } from 'vitest';
import { httpServer } from './server.ts';

it('keeps idle connections for longer than consoles and ingresses do', async () => {
  const server = httpServer(
    express().get('/', (_request, response) => void response.send('ok')),
    undefined,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const seconds = Number(/timeout=(\d+)/.exec(answer.headers.get('keep-alive') ?? '')?.[1]);
    expect(seconds).toBeGreaterThan(90);
    await answer.text();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
