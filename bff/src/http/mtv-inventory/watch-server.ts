import { createHash } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../platform/clock.ts';
import { InvalidInputError } from '../../platform/errors.ts';
import type { LiveViaLeader } from '../live-via-leader.ts';
import { asksToWatch, listOf, loadedProvider, NotWatchableError, own } from './answers.ts';
import { CollectionWatch } from './collection-watch.ts';
import type { Permission } from './permission.ts';
import { refusal } from './router.ts';
import { SharedCollections } from './shared-collection.ts';

export interface WatchServerOptions {
  readonly permission: Permission;
  readonly clock: Clock;
  readonly viaLeader: LiveViaLeader;
}

/** What clients send is one event that ends the watch. */
const messageLimitBytes = 16 * 1024;
const watchLimit = 500;
/** Of one bearer token, so that nobody takes all. */
const watchesPerToken = 100;
const collectionPath = /^\/providers\/([^/]+)\/([^/]+)\/([^/]+)\/?$/;

/** Whether upgrades of this path are answered here. */
export function isWatchPath(path: string): boolean {
  return path.startsWith('/providers/');
}

/** Serves watches of collections on `server`; the returned function ends them all. */
export function serveWatches(server: Server, options: WatchServerOptions): () => void {
  const { viaLeader } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimitBytes });
  const places = new Places();
  const collections = new SharedCollections();
  let opened = 0;
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname = '' } = URL.parse(request.url ?? '', 'http://service') ?? {};
    if (!isWatchPath(pathname)) return;
    socket.on('error', () => socket.destroy());
    if (viaLeader.isElsewhere) {
      viaLeader.connect(request, socket, head);
      return;
    }
    if (!places.take(request, socket)) {
      end(socket, { status: 429, headers: {} });
      return;
    }
    watchOptions(request, socket, { ...options, collections, path: pathname }).then(
      (watch) => {
        opened += 1;
        sockets.handleUpgrade(request, socket, head, (accepted) => {
          new CollectionWatch(accepted, { ...watch, id: opened });
        });
      },
      (error: unknown) => {
        end(socket, refusal(error));
      },
    );
  };
  server.on('upgrade', onUpgrade);
  return () => {
    server.off('upgrade', onUpgrade);
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

/** Counted from the request on: those that still wait for an inventory hold a place as well. */
class Places {
  readonly #taken = new Map<string, number>();
  #all = 0;

  /** Whether there is one; it is free again when the connection closes. */
  take({ headers }: IncomingMessage, socket: Duplex): boolean {
    const token = createHash('sha256')
      .update(headers.authorization ?? '')
      .digest('base64');
    const before = this.#taken.get(token) ?? 0;
    if (before >= watchesPerToken || this.#all >= watchLimit) return false;
    this.#taken.set(token, before + 1);
    this.#all += 1;
    socket.once('close', () => {
      const left = (this.#taken.get(token) ?? 1) - 1;
      if (left === 0) this.#taken.delete(token);
      else this.#taken.set(token, left);
      this.#all -= 1;
    });
    return true;
  }
}

interface WatchRequest {
  readonly path: string;
  readonly collections: SharedCollections;
}

async function watchOptions(
  request: IncomingMessage,
  socket: Duplex,
  { permission, clock, collections, path }: WatchServerOptions & WatchRequest,
) {
  const { headersDistinct: headers } = request;
  const [, type = '', uid = '', name = ''] = collectionPath.exec(path) ?? [];
  if (name === '' || !asksToWatch(headers)) throw new InvalidInputError('Only collections can be watched.');
  const gone = new AbortController();
  socket.once('close', () => {
    gone.abort(new Error('The client went away.'));
  });
  const at = { type, uid };
  const permitted = await loadedProvider(permission, { headers, at, signal: gone.signal });
  const list = listOf(own(permitted.view.collections, name), name);
  const { inventory } = permitted;
  const { changed } = list;
  if (changed === undefined || inventory === undefined)
    throw new NotWatchableError('The collection cannot be watched.');
  return {
    collection: collections.of(inventory, name, { ...list, changed }),
    snapshot: headers['x-watch']?.includes('snapshot') === true,
    clock,
    renew: () => permission.toGet(headers, at),
    replaced: (listener: () => void) => permission.replaced(permitted, listener),
  };
}

function end(socket: Duplex, { status, headers }: ReturnType<typeof refusal>): void {
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': '0' });
  const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} Refused\r\n${text}\r\n`);
}
