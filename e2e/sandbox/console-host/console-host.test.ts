import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { consoleHost } from './console-host.ts';

const users = [{ name: 'admin', password: 'open sesame', token: 'admin-token' }];
let folder: string;
let host: http.Server;
let service: http.Server;
let base: string;
const seen: { method?: string; url?: string; headers: http.IncomingHttpHeaders; body: string }[] = [];

async function listening(server: http.Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-host-'));
  mkdirSync(join(folder, 'plugin'));
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  writeFileSync(join(folder, 'plugin', 'plugin-manifest.json'), '{}');
  const used = new WeakSet<Socket>();
  service = http.createServer((request, response) => {
    if (request.url === '/closing' && used.has(request.socket)) {
      request.socket.destroy();
      return;
    }
    used.add(request.socket);
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      response
        .writeHead(200, { 'content-type': 'application/json', server: 'x', 'access-control-allow-origin': '*' })
        .end('{"ok":true}');
    });
  });
  new WebSocketServer({ server: service }).on('connection', (socket, request) => {
    socket.send(String(request.headers.authorization));
  });
  const url = new URL(await listening(service));
  host = consoleHost({
    users,
    api: { url },
    service: { url },
    plugin: { name: 'gantry', alias: 'bff', dist: join(folder, 'plugin') },
    shell: join(folder, 'shell'),
    consoleVersion: '4.22.0',
  });
  base = await listening(host);
});

afterAll(() => {
  host.closeAllConnections();
  service.closeAllConnections();
  host.close();
  service.close();
  rmSync(folder, { recursive: true });
});

async function signIn(): Promise<{ cookie: string; csrf: string }> {
  const answer = await fetch(`${base}/login`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ user: 'admin', password: 'open sesame' }),
  });
  expect(answer.status).toBe(303);
  const cookies = answer.headers.getSetCookie();
  expect(cookies[0]).toContain('HttpOnly');
  const pairs = cookies.map((cookie) => cookie.split(';')[0] ?? '');
  return { cookie: pairs.join('; '), csrf: pairs[1]?.split('=')[1] ?? '' };
}

const proxy = '/api/proxy/plugin/gantry/bff';

describe('signing in', () => {
  it('refuses a wrong password', async () => {
    const answer = await fetch(`${base}/login`, {
      method: 'POST',
      body: new URLSearchParams({ user: 'admin', password: 'no' }),
    });
    expect(answer.status).toBe(401);
  });
  it('sends a stranger to the login page, and refuses his API calls', async () => {
    expect((await fetch(base, { redirect: 'manual' })).headers.get('location')).toBe('/login');
    expect((await fetch(`${base}${proxy}/x`)).status).toBe(401);
  });
});

describe('the proxy', () => {
  it('sets the bearer, strips cookies and the CSRF header, and sandboxes the answer', async () => {
    const { cookie, csrf } = await signIn();
    const answer = await fetch(`${base}${proxy}/api/v1/plans?x=1`, {
      method: 'POST',
      headers: { cookie, 'x-csrftoken': csrf, authorization: 'Bearer forged', origin: base },
      body: 'hello',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toBe('sandbox');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    const last = seen.at(-1);
    expect(last).toMatchObject({ method: 'POST', url: '/api/v1/plans?x=1', body: 'hello' });
    expect(last?.headers.authorization).toBe('Bearer admin-token');
    expect(last?.headers).not.toHaveProperty('cookie');
    expect(last?.headers).not.toHaveProperty('x-csrftoken');
    expect(last?.headers).not.toHaveProperty('origin');
  });

  it('reads again what met a kept connection that was being closed, and says so of a write', async () => {
    const { cookie, csrf } = await signIn();
    const ask = (method: string) =>
      fetch(`${base}${proxy}/closing`, { method, headers: { cookie, 'x-csrftoken': csrf } });
    expect([(await ask('GET')).status, (await ask('GET')).status]).toEqual([200, 200]);
    expect((await ask('POST')).status).toBe(502);
  });

  it.each([
    ['no header', {}],
    ['a wrong header', { 'x-csrftoken': 'guess' }],
  ])('answers 403 to a write with %s', async (_, headers) => {
    const { cookie } = await signIn();
    const before = seen.length;
    const answer = await fetch(`${base}${proxy}/x`, { method: 'DELETE', headers: { cookie, ...headers } });
    expect(answer.status).toBe(403);
    expect(seen.length).toBe(before);
  });

  it('relays a WebSocket with the bearer added', async () => {
    const { cookie } = await signIn();
    const socket = new WebSocket(`${base.replace('http', 'ws')}${proxy}/live`, { headers: { cookie } });
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(message.toString()).toBe('Bearer admin-token');
    socket.close();
  });
});

describe('files', () => {
  it('serves the plugin with its type', async () => {
    const { cookie } = await signIn();
    const answer = await fetch(`${base}/api/plugins/gantry/plugin-manifest.json`, { headers: { cookie } });
    expect(answer.headers.get('content-type')).toContain('application/json');
  });
  it.each(['%2e%2e%2fsecret.txt', '..%2f..%2fsecret.txt'])('does not lead out of its folder by %s', async (path) => {
    const { cookie } = await signIn();
    expect((await fetch(`${base}/api/plugins/gantry/${path}`, { headers: { cookie } })).status).toBe(404);
  });
});
