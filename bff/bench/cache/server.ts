import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { line } from '../../src/testing/scripted-api.ts';
import { changes, objects, thing } from './objects.ts';

/** Serves the objects by list, whole or paged, and on the message `follow` their changes to the open watches. */
const items = Array.from({ length: objects }, (_, n) => JSON.stringify(thing(n, 1)));

function list(offset: number, limit: number): Buffer {
  const next = offset + limit < objects ? { continue: String(offset + limit) } : {};
  const metadata = JSON.stringify({ resourceVersion: '1', ...next });
  const page = items.slice(offset, offset + limit).join(',');
  return Buffer.from(`{"kind":"ThingList","apiVersion":"bench.dev/v1","metadata":${metadata},"items":[${page}]}`);
}

const watches = new Set<ServerResponse>();
const server = createServer((incoming, outgoing) => {
  const query = new URL(incoming.url ?? '/', 'http://bench').searchParams;
  outgoing.setHeader('content-type', 'application/json');
  if (query.get('watch') === 'true' || query.get('watch') === '1') {
    outgoing.flushHeaders();
    watches.add(outgoing);
    outgoing.once('close', () => watches.delete(outgoing));
    return;
  }
  outgoing.end(list(Number(query.get('continue') ?? 0), Number(query.get('limit') ?? objects)));
});

async function follow(): Promise<void> {
  for (let n = 0; n < changes; n += 100) {
    const events = Array.from({ length: 100 }, (_, at) => line('MODIFIED', thing((n + at) % objects, n + at + 2)));
    for (const watch of watches) if (!watch.write(events.join(''))) await once(watch, 'drain');
  }
}

process.on('message', () => void follow());
process.on('disconnect', () => process.exit(0));
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
