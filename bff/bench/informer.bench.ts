import { Agent, request as exchange } from 'undici';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { openCluster } from '../src/kube/open-cluster.ts';
import { line } from '../src/testing/scripted-api.ts';
import { systemClock } from '../src/platform/clock.ts';
import { httpSend } from '../src/platform/http-send.ts';
import { page, thing, things } from './things.ts';

/**
 * CPU time of filling a cache with 10,000 objects of about 2 KB over loopback and of following 20,000 changes, as
 * ratios to fetching and parsing the same bytes and doing nothing with them. Client and server share the process.
 */
const objects = 10_000;
const changes = 20_000;
const pageSize = 500;

const pages = Array.from({ length: objects / pageSize }, (_, at) => {
  const items = Array.from({ length: pageSize }, (_, n) => JSON.stringify(thing(at * pageSize + n, 1)));
  return page(items, (at + 1) * pageSize < objects ? { continue: String(at + 1) } : {});
});
const events = Array.from({ length: changes }, (_, n) => line('MODIFIED', thing(n % objects, n + 2)));

let watching: (() => void) | undefined;
const server = createServer((incoming, outgoing) => {
  const query = new URL(incoming.url ?? '/', 'http://bench').searchParams;
  if (!query.has('watch')) {
    outgoing.end(pages[Number(query.get('continue') ?? 0)]);
    return;
  }
  outgoing.flushHeaders();
  watching = () => {
    for (let at = 0; at < events.length; at += 100) outgoing.write(events.slice(at, at + 100).join(''));
  };
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** CPU milliseconds, wall milliseconds. */
async function measured(work: () => Promise<unknown>): Promise<{ cpu: number; wall: number }> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1000, wall: performance.now() - wall };
}

async function plainList(): Promise<void> {
  const agent = new Agent();
  for (const at of pages.keys()) {
    const { body } = await exchange(`${url}/?continue=${at}`, { dispatcher: agent });
    JSON.parse(await body.text());
  }
  await agent.close();
}

await plainList();
const plain = await measured(plainList);
const parse = await measured(async () => events.forEach((event) => JSON.parse(event) as unknown));

const send = httpSend();
const cluster = openCluster({ name: 'bench', url, send, clock: systemClock, random: Math.random });
const informer = cluster.informer({ resource: things });
let heard = 0;
const all = new Promise<void>((resolve) => {
  informer.addHandler({
    updated() {
      heard += 1;
      if (heard === changes) resolve();
    },
  });
});
const sync = await measured(() => informer.synced());
while (watching === undefined) await new Promise((resolve) => setImmediate(resolve));
const follow = await measured(async () => {
  watching?.();
  await all;
});

const figure = (value: number) => value.toFixed(0).padStart(6);
console.log(`informer on ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`);
console.log(
  `list of ${objects}:     ${figure(sync.cpu)} ms CPU, ${figure(sync.wall)} ms; ${(sync.cpu / plain.cpu).toFixed(2)} x fetching and parsing it`,
);
console.log(
  `${changes} changes: ${figure(follow.cpu)} ms CPU, ${figure(follow.wall)} ms; ${(follow.cpu / parse.cpu).toFixed(2)} x parsing them, ${figure((changes / follow.wall) * 1000)} a second`,
);
await cluster.close();
await send.close();
server.closeAllConnections();
server.close();
