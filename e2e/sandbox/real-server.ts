import { systemClock } from './clock.ts';
import type { VirtualClock, VirtualClockOptions } from './clock.ts';
import type { TokenEntry } from './cluster/auth/authenticator.ts';
import type { Handle, WireRequest } from './wire.ts';
import { bodyOf, header, jsonResponse, readBody } from './wire.ts';
import { SocketNetwork } from './network.ts';

/** An API server that runs elsewhere, with time of its own. */
export interface RealServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** An administrator's, who may impersonate. */
  readonly token: string;
}

export interface RealServerOptions extends RealServer {
  readonly clock: VirtualClock;
  /** People whom the server does not know; it is asked in their names. */
  readonly tokens: readonly TokenEntry[];
}

/** Of a world around a real server: it begins now and leaves the server time for what it does by itself. */
export function realTime({ pace = 20 } = {}): VirtualClockOptions {
  return { start: systemClock.now(), pace };
}

interface Log {
  readonly lines: readonly { readonly text: string }[];
}

/**
 * Answers as the server does, whatever host it is asked as. The clock stands still while an answer is due. Logs are kept
 * here: the server would ask nodes for them, which do not exist.
 */
export function realServer({ url, token, clock, tokens }: RealServerOptions): Handle {
  const { send } = new SocketNetwork();
  const people = new Map(tokens.map((entry) => [`Bearer ${entry.token}`, entry]));
  const logs = new Map<string, string>();

  const authority = (request: WireRequest): WireRequest['headers'] => {
    const person = people.get(header(request, 'authorization') ?? '');
    if (person === undefined) return request.headers;
    const { user, groups = [] } = person;
    return {
      ...request.headers,
      authorization: `Bearer ${token}`,
      'impersonate-user': user,
      'impersonate-group': groups,
    };
  };

  return (request) => {
    const { pathname, search, searchParams } = new URL(request.url);
    const [, written] = writtenLog.exec(pathname) ?? [];
    if (written !== undefined) {
      const { lines } = JSON.parse(Buffer.from(request.body ?? '').toString()) as Log;
      logs.set(written, (logs.get(written) ?? '') + lines.map(({ text }) => `${text}\n`).join(''));
      return Promise.resolve(jsonResponse(200, {}));
    }
    const [, namespace, pod] = readLog.exec(pathname) ?? [];
    if (pod !== undefined) {
      const wanted = `${namespace}/${pod}/${searchParams.get('container') ?? ''}`;
      const [, text = ''] = [...logs].find(([name]) => name.startsWith(wanted)) ?? [];
      return Promise.resolve({ status: 200, headers: { 'content-type': 'text/plain' }, body: bodyOf(text) });
    }
    const asked = send({ ...request, url: `${url}${pathname}${search}`, headers: authority(request) });
    if (searchParams.has('watch')) return clock.busy(asked);
    return clock.busy(asked.then(async (response) => ({ ...response, body: bodyOf(await readBody(response)) })));
  };
}

const writtenLog = /^\/sandbox\/logs\/([^/]+\/[^/]+\/[^/]+)$/;
const readLog = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/log$/;
