import http from 'node:http';
import type { Duplex } from 'node:stream';
import { sendLogin, sendShell } from './pages.ts';
import { passesCsrf, Sessions, type ConsoleUser, type Session } from './sessions.ts';
import { sendFile } from './static-files.ts';
import { Relay, type Upstream } from './upstream.ts';

export interface ConsoleHostOptions {
  readonly users: readonly ConsoleUser[];
  readonly api: Upstream;
  /** The service behind the plugin's proxy. */
  readonly service: Upstream;
  readonly plugin: { readonly name: string; readonly alias: string; readonly dist: string };
  /** Folder of the built shell. */
  readonly shell: string;
  readonly consoleVersion: string;
}

const loginFormLimit = 4096;

async function formOf(request: http.IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > loginFormLimit) throw new Error('The form is too large.');
  }
  return new URLSearchParams(text);
}

/**
 * What an OpenShift console is to a plugin: sign-in, the shell page, plugin assets, the API server and the plugin's service behind
 * proxies with the console's rules (session cookie, CSRF header, bearer token, stripped headers, sandboxed answers).
 */
export function consoleHost(options: ConsoleHostOptions): http.Server {
  const sessions = new Sessions(options.users);
  const api = new Relay(options.api);
  const service = new Relay(options.service, { 'content-security-policy': 'sandbox' });
  const servicePrefix = `/api/proxy/plugin/${options.plugin.name}/${options.plugin.alias}`;
  const assetPrefix = `/api/plugins/${options.plugin.name}/`;

  const proxies = [
    { prefix: '/api/kubernetes', relay: api },
    { prefix: servicePrefix, relay: service },
  ];
  const proxied = (path: string) => proxies.find(({ prefix }) => path.startsWith(`${prefix}/`));

  async function login(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    if (incoming.method !== 'POST') {
      sendLogin(outgoing, options.users, { refused: false });
      return;
    }
    const form = await formOf(incoming);
    const cookies = sessions.signIn(form.get('user') ?? '', form.get('password') ?? '');
    if (cookies === undefined) sendLogin(outgoing, options.users, { refused: true });
    else outgoing.writeHead(303, { 'set-cookie': [...cookies], location: '/' }).end();
  }

  async function signedIn(
    url: URL,
    session: Session,
    incoming: http.IncomingMessage,
    outgoing: http.ServerResponse,
  ): Promise<void> {
    const path = url.pathname;
    const proxy = proxied(path);
    if (proxy !== undefined) {
      if (passesCsrf(incoming, session)) {
        proxy.relay.request((incoming.url ?? '').slice(proxy.prefix.length), session.user.token, incoming, outgoing);
      } else {
        outgoing.writeHead(403, { 'content-type': 'text/plain' }).end('invalid CSRFToken');
      }
    } else if (path.startsWith(assetPrefix)) {
      await sendFile(options.plugin.dist, decodeURIComponent(path.slice(assetPrefix.length)), outgoing);
    } else if (path === '/locales/resource.json') {
      const language = (url.searchParams.get('lng') ?? 'en').replace(/[^a-z-]/gi, '');
      await sendFile(options.plugin.dist, `locales/${language}/plugin__${options.plugin.name}.json`, outgoing);
    } else if (path.startsWith('/static/')) {
      await sendFile(options.shell, decodeURIComponent(path.slice('/static/'.length)), outgoing);
    } else if (path.startsWith('/api/')) {
      outgoing.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    } else {
      sendShell(outgoing, {
        user: session.user.name,
        plugins: [options.plugin.name],
        consoleVersion: options.consoleVersion,
      });
    }
  }

  async function serve(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://console');
    if (url.pathname === '/login') {
      await login(incoming, outgoing);
      return;
    }
    if (url.pathname === '/logout') {
      outgoing.writeHead(303, { 'set-cookie': [...sessions.signOut(incoming)], location: '/login' }).end();
      return;
    }
    if (url.pathname === '/favicon.ico') {
      outgoing.writeHead(204).end();
      return;
    }
    const session = sessions.of(incoming);
    if (session !== undefined) await signedIn(url, session, incoming, outgoing);
    else if (url.pathname.startsWith('/api/'))
      outgoing.writeHead(401, { 'content-type': 'text/plain' }).end('Unauthorized');
    else outgoing.writeHead(303, { location: '/login' }).end();
  }

  const server = http.createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else
        outgoing
          .writeHead(400, { 'content-type': 'text/plain' })
          .end(error instanceof Error ? error.message : 'Bad request');
    });
  });
  server.on('upgrade', (incoming: http.IncomingMessage, socket: Duplex) => {
    const session = sessions.of(incoming);
    const path = new URL(incoming.url ?? '/', 'http://console').pathname;
    const proxy = proxied(path);
    if (session === undefined || proxy === undefined) {
      socket.end(
        `HTTP/1.1 ${session === undefined ? '401 Unauthorized' : '404 Not Found'}\r\nconnection: close\r\n\r\n`,
      );
      return;
    }
    proxy.relay.upgrade((incoming.url ?? '').slice(proxy.prefix.length), session.user.token, incoming, socket);
  });
  return server;
}
