import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { SocketNetwork, type Listener } from '@gantry/sandbox/network.ts';
import { bodyOf } from '@gantry/sandbox/wire.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDriverContext, type OpenDriverContext, type Outbound } from './driver-context.ts';
import type { Link } from '../platform/trust.ts';

const loopback = { address: '127.0.0.0', prefix: 8 };
const credentials = `Basic ${Buffer.from('user:secret').toString('base64')}`;
/** What the proxy was asked for. */
const asked: string[] = [];
let vcenter: Listener;
let trust: Link['trust'];
let proxy: Server;
let proxyHost: string;
let context: OpenDriverContext;

/** Knows the name that nobody else does; one that must be logged in to where the path says so. */
function startProxy(): Server {
  const server = createServer();
  server.on('connect', ({ url = '', headers }, client) => {
    asked.push(url);
    const [host, port] = url.split(':');
    if (host === 'closed.example' && headers['proxy-authorization'] !== credentials) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const upstream = connect(Number(port), '127.0.0.1', () => client.write('HTTP/1.1 200 Connected\r\n\r\n'));
    upstream.pipe(client).pipe(upstream);
    for (const socket of [upstream, client]) socket.on('error', () => socket.destroy());
  });
  return server.listen(0, '127.0.0.1');
}

beforeAll(async () => {
  const authority = await createAuthority(Date.now());
  const certificate = await createCertificate('vc.example', authority, Date.now());
  trust = { mode: 'skip' };
  const handle = () => Promise.resolve({ status: 200, headers: {}, body: bodyOf('here') });
  vcenter = await new SocketNetwork().listen(handle, { host: '127.0.0.1', port: 0, tls: certificate });
  proxy = startProxy();
  await once(proxy, 'listening');
  proxyHost = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await vcenter.close();
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

beforeEach(() => {
  asked.length = 0;
});
afterEach(() => context.close());

function open(outbound: Partial<Outbound> = {}): void {
  const none = { allowedAddresses: [], clusterAddresses: [], proxies: {} };
  context = openDriverContext({ ...none, ...outbound }, new VirtualClock());
}

const at = (host: string) => `https://${host}:${new URL(vcenter.url).port}`;
const get = async (url: string, proxy?: string) =>
  (await context.send({ trust, ...(proxy && { proxy }) })({ method: 'GET', url, headers: {} })).status;
const refused = expect.objectContaining({ code: 'address-refused' }) as unknown;

describe('a provider', () => {
  it('at an address of this machine is refused, to requests and to the question for its certificate', async () => {
    open();
    await expect(get(at('127.0.0.1'))).rejects.toEqual(refused);
    await expect(context.certificate(at('127.0.0.1'), { trust })).rejects.toEqual(refused);
  });

  it('under a name of this machine is refused', async () => {
    open();
    await expect(get(at('localhost'))).rejects.toEqual(refused);
  });

  it('is reached where the administrator allows it', async () => {
    open({ allowedAddresses: [loopback] });
    expect(await get(at('127.0.0.1'))).toBe(200);
    expect(asked).toEqual([]);
  });

  it('is reached through the proxy of the process, which may resolve names that the cluster does not know', async () => {
    open({ proxies: { https: `http://${proxyHost}` } });
    expect(await get(at('vc.example'))).toBe(200);
    const { subject } = await context.certificate(at('vc.example'), { trust });
    expect(subject).toContain('vc.example');
    const port = new URL(vcenter.url).port;
    expect(asked).toEqual([`vc.example:${port}`, `vc.example:${port}`]);
  });

  it('at a barred address is refused though a proxy would go there', async () => {
    open({ proxies: { https: `http://${proxyHost}` } });
    await expect(get(at('127.0.0.1'))).rejects.toEqual(refused);
    expect(asked).toEqual([]);
  });

  it('is reached through its own proxy, with the credentials of that', async () => {
    open({ allowedAddresses: [loopback] });
    const own = `http://user:secret@${proxyHost}`;
    expect(await get(at('closed.example'), own)).toBe(200);
    const link = { trust, proxy: own };
    expect((await context.certificate(at('closed.example'), link)).subject).toContain('vc.example');
  });

  it('is reached directly where it says so', async () => {
    open({ allowedAddresses: [loopback], proxies: { https: 'http://127.0.0.1:9' } });
    expect(await get(at('127.0.0.1'), 'direct')).toBe(200);
  });

  it('may not name a proxy at a barred address', async () => {
    open();
    await expect(get(at('vc.example'), `http://${proxyHost}`)).rejects.toEqual(refused);
    await expect(get(at('vc.example'), 'http://metadata.google.internal:80')).rejects.toEqual(refused);
    expect(asked).toEqual([]);
  });

  it('hears what a proxy that lets nobody through has answered', async () => {
    open({ proxies: { https: `http://${proxyHost}` } });
    await expect(get(at('closed.example'))).rejects.toMatchObject({ code: 'PROXY_ANSWERED_407' });
    await expect(context.certificate(at('closed.example'), { trust })).rejects.toThrow('PROXY_ANSWERED_407');
  });
});
