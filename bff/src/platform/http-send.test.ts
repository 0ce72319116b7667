import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { SocketNetwork, type Listener } from '@gantry/sandbox/network.ts';
import { bodyOf, type Handle } from '@gantry/sandbox/wire.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readBytes } from './body.ts';
import { httpSend, type HttpSend, type HttpSendOptions } from './http-send.ts';
import type { WireResponse } from './wire.ts';

const network = new SocketNetwork();
const seen: { headers: Record<string, unknown>; body: string }[] = [];
let tls: { cert: string; key: string };
let secure: Listener;
let open: Listener;
let send: HttpSend | undefined;

const handle: Handle = async (request) => {
  const path = new URL(request.url).pathname;
  seen.push({ headers: request.headers, body: Buffer.from(request.body ?? '').toString() });
  if (path === '/redirect') return { status: 302, headers: { location: '/elsewhere' }, body: bodyOf('') };
  if (path === '/reset') throw new Error('broken on purpose');
  if (path === '/cut') return { status: 200, headers: {}, body: cut() };
  if (path === '/silent') return { status: 200, headers: {}, body: silent(request.signal) };
  return { status: 200, headers: { 'x-many': ['a', 'b'] }, body: bodyOf('hello') };
};

async function* cut(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from('half'));
  throw new Error('broken on purpose');
}

async function* silent(signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  yield Buffer.from('first');
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
}

beforeAll(async () => {
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  tls = { cert: pems.cert, key: pems.private };
  secure = await network.listen(handle, { host: '127.0.0.1', port: 0, tls });
  open = await network.listen(handle, { host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  await send?.close();
  send = undefined;
});
afterAll(async () => {
  await secure.close();
  await open.close();
});

function get(url: string, options: HttpSendOptions = {}, signal?: AbortSignal): Promise<WireResponse> {
  send ??= httpSend(options);
  return send({ method: 'GET', url, headers: {}, signal });
}

async function fresh(url: string, options: HttpSendOptions = {}): Promise<string> {
  const own = httpSend(options);
  try {
    const response = await own({ method: 'GET', url, headers: {} });
    return (await readBytes(response.body, { limitBytes: 1000 })).toString();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await own.close();
  }
}

/** Seconds until the next probe of each connection to a port, where the system probes at all. */
function keepAliveTimers(table: string, port: number): number[] {
  const probing = '02';
  const remote = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, , to = '', , , timer = ''] = line.trim().split(/\s+/);
    const [kind, when = ''] = timer.split(':');
    return to.endsWith(`:${remote}`) && kind === probing ? [Number.parseInt(when, 16) / 100] : [];
  });
}

describe('httpSend', () => {
  const trusts: [string, () => HttpSendOptions, string][] = [
    ['refuses a certificate of an unknown authority', () => ({}), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['takes any certificate where asked to', () => ({ trust: 'skip' }), 'hello'],
    ['takes a certificate of the given authority', () => ({ ca: tls.cert }), 'hello'],
    ['takes it among several', () => ({ ca: [tls.cert] }), 'hello'],
  ];
  it.each(trusts)('%s', async (_, options, expected) => {
    expect(await fresh(`${secure.url}/`, options())).toBe(expected);
  });

  it.each([
    ['a connection that breaks before the answer', '/reset', 'ECONNRESET'],
    ['one that breaks in mid-body', '/cut', 'ECONNRESET'],
  ])('names %s as sockets do', async (_, path, code) => {
    expect(await fresh(`${open.url}${path}`)).toBe(code);
  });

  it('names an address where nobody listens', async () => {
    const gone = await network.listen(handle, { host: '127.0.0.1', port: 0 });
    await gone.close();
    expect(await fresh(`${gone.url}/`)).toBe('ECONNREFUSED');
  });

  it('sends headers repeatedly, and gives them back so', async () => {
    send = httpSend();
    const headers = { 'impersonate-group': ['a', 'b'], 'content-type': 'text/plain' };
    const response = await send({ method: 'POST', url: `${open.url}/`, headers, body: 'text' });
    await readBytes(response.body, { limitBytes: 100 });
    expect(seen.at(-1)).toMatchObject({ headers: { 'impersonate-group': 'a, b' }, body: 'text' });
    expect(response.headers['x-many']).toEqual(['a', 'b']);
  });

  it('does not follow redirects', async () => {
    const response = await get(`${open.url}/redirect`);
    expect([response.status, response.headers.location]).toEqual([302, '/elsewhere']);
    await readBytes(response.body, { limitBytes: 100 });
  });

  it('ends with the reason of the signal, also in mid-body', async () => {
    const caller = new AbortController();
    const { body } = await get(`${open.url}/silent`, {}, caller.signal);
    const read = (async () => {
      for await (const chunk of body) caller.abort(new Error(`enough after ${Buffer.from(chunk).toString()}`));
    })();
    await expect(read).rejects.toThrow('enough after first');
  });

  it('keeps connections for the next exchanges', async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end('hello')).on('connection', () => (connections += 1));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    for (let n = 0; n < 20; n += 1) await readBytes((await get(`http://127.0.0.1:${port}/`)).body, { limitBytes: 100 });
    server.closeAllConnections();
    server.close();
    expect(connections).toBeLessThanOrEqual(2);
  });

  // Only Linux shows the timers of its sockets.
  it.skipIf(process.platform !== 'linux')('probes a connection that has been quiet for a few seconds', async () => {
    const caller = new AbortController();
    const { body } = await get(`${open.url}/silent`, {}, caller.signal);
    const chunks = body[Symbol.asyncIterator]();
    await chunks.next();
    const port = Number(new URL(open.url).port);
    const due = keepAliveTimers(await readFile('/proc/net/tcp', 'utf8'), port);
    expect(due).toHaveLength(1);
    expect(due[0]).toBeLessThanOrEqual(8);
    caller.abort(new Error('enough'));
    await expect(chunks.next()).rejects.toThrow('enough');
  });

  it('lets go of a body that is not read to its end', async () => {
    const { body } = await get(`${open.url}/silent`);
    for await (const chunk of body) {
      expect(Buffer.from(chunk).toString()).toBe('first');
      break;
    }
  });

  it('holds the sender of a body back that nobody reads, and loses none of it', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const chunks = 1024;
    let sent = 0;
    const server = createServer((_, response) => {
      void pipeline(Readable.from(counted()), response).catch(() => undefined);
    });
    function* counted() {
      for (sent = 0; sent < chunks; sent += 1) yield chunk;
    }
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const { body } = await get(`http://127.0.0.1:${port}/`);
    let before = -1;
    while (sent > before) {
      before = sent;
      for (let turns = 0; turns < 100; turns += 1) await nextTurn();
    }
    expect(sent).toBeLessThan(chunks / 4);
    let read = 0;
    for await (const bytes of body) read += bytes.length;
    server.closeAllConnections();
    server.close();
    expect(read).toBe(chunks * chunk.length);
  });

  it('refuses bodies above a limit', async () => {
    const { body } = await get(`${open.url}/`);
    await expect(readBytes(body, { limitBytes: 4 })).rejects.toThrow('larger than 4 bytes');
  });
});
