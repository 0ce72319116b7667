import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { line } from '../../src/testing/scripted-api.ts';
import { page, thing } from '../things.ts';
import { changes, objects } from './scale.ts';

/**
 * Serves the objects by list, whole or paged, and from the message `follow` on their changes. As with an API server a
 * watch gets whatever came after its version, however late it is opened.
 */
const items = Array.from({ length: objects }, (_, n) => JSON.stringify(thing(n, 1)));
const newest = 1 + changes;
const atOnce = 100;
const following = once(process, 'message');

function list(offset: number, limit: number): string {
  const next = offset + limit < objects ? { continue: String(offset + limit) } : {};
  return page(items.slice(offset, offset + limit), next);
}

async function* changesAfter(version: number): AsyncGenerator<string> {
  await following;
  for (let first = version + 1; first <= newest; first += atOnce) {
    const length = Math.min(atOnce, newest + 1 - first);
    yield Array.from({ length }, (_, at) => line('MODIFIED', thing((first + at) % objects, first + at))).join('');
  }
  // A watch has no end of its own.
  await once(process, 'disconnect');
}

const server = createServer((incoming, outgoing) => {
  const query = new URL(incoming.url ?? '/', 'http://bench').searchParams;
  outgoing.setHeader('content-type', 'application/json');
  if (query.get('watch') === 'true' || query.get('watch') === '1') {
    outgoing.flushHeaders();
    // A client may leave at any time.
    void pipeline(Readable.from(changesAfter(Number(query.get('resourceVersion')))), outgoing).catch(() => undefined);
    return;
  }
  outgoing.end(list(Number(query.get('continue') ?? 0), Number(query.get('limit') ?? objects)));
});

process.on('disconnect', () => process.exit(0));
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
