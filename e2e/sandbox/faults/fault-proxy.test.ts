import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../clock.ts';
import type { Handle } from '../wire.ts';
import { jsonResponse, readText } from '../wire.ts';
import { FaultProxy } from './fault-proxy.ts';
import type { Fault, FaultRule } from './fault-rules.ts';
import { LineChannel } from './line-channel.ts';

const line = '{"type":"ADDED","object":{}}\n';

let clock: VirtualClock;
let proxy: FaultProxy;
/** What the server says to every watch. */
let said: LineChannel[];
let version: number;

const server: Handle = ({ url }) => {
  if (!url.includes('watch=')) return Promise.resolve(jsonResponse(200, { version: (version += 1) }));
  const channel = new LineChannel();
  said.push(channel);
  return Promise.resolve({ status: 200, headers: {}, body: channel.read(() => undefined) });
};

beforeEach(() => {
  clock = new VirtualClock();
  said = [];
  version = 0;
  proxy = new FaultProxy({ target: 'http://server', send: server, clock, random: () => 0.5 });
});

function ask(query: string) {
  return proxy.handle({ method: 'GET', url: `http://proxy/api/v1/configmaps?${query}`, headers: {} });
}

/** What comes of a list within a minute: its text, or the status or error in its place. */
async function list(): Promise<string> {
  let outcome = 'nothing';
  void ask('limit=500')
    .then(async (answer) => (answer.status === 200 ? await readText(answer) : String(answer.status)))
    .catch((error: unknown) => (error as { code: string }).code)
    .then((text) => (outcome = text));
  await clock.advance(60_000);
  return outcome;
}

interface Watched {
  text: string;
  end: string;
}

/** An open watch: what has come of it, and how it ended. */
async function watch(): Promise<Watched> {
  const watched = { text: '', end: 'open' };
  const read = async () => {
    for await (const chunk of (await ask('watch=true')).body) watched.text += Buffer.from(chunk).toString();
  };
  void read().then(
    () => (watched.end = 'ended'),
    (error: unknown) => (watched.end = (error as { code: string }).code),
  );
  await clock.advance(0);
  return watched;
}

/** The server says a line to its newest watch. */
async function say(): Promise<void> {
  said.at(-1)?.write(line);
  await clock.advance(0);
}

const unavailable: Fault = { type: 'status', code: 503, reason: 'ServiceUnavailable' };

describe('between a client and its server', () => {
  it('changes nothing without rules', async () => {
    const watched = await watch();
    await say();
    expect([await list(), watched]).toEqual(['{"version":1}', { text: line, end: 'open' }]);
    expect([proxy.lists('/api/v1/configmaps'), proxy.openWatches]).toEqual([1, 1]);
  });

  const struck: [Fault, { list: string; open: Watched }][] = [
    [{ type: 'reset' }, { list: 'ECONNRESET', open: { text: '', end: 'ECONNRESET' } }],
    [{ type: 'silence' }, { list: 'nothing', open: { text: '', end: 'open' } }],
    [
      { type: 'delay', ms: 90_000 },
      { list: 'nothing', open: { text: '', end: 'open' } },
    ],
    [unavailable, { list: '503', open: { text: '', end: 'ECONNRESET' } }],
    [{ type: 'end' }, { list: '{"version":2}', open: { text: '', end: 'ended' } }],
    [{ type: 'cut' }, { list: '{"version":2}', open: { text: line.slice(0, 14), end: 'ECONNRESET' } }],
    [
      { type: 'expire' },
      { list: '{"version":2}', open: { text: expect.stringContaining('"code":410') as string, end: 'ended' } },
    ],
    [{ type: 'stale' }, { list: '{"version":1}', open: { text: line, end: 'open' } }],
  ];

  it.each(struck)('$type strikes lists and open watches', async (fault, expected) => {
    await list();
    const open = await watch();
    proxy.strike([{ fault }]);
    await say();
    expect({ list: await list(), open }).toEqual(expected);
  });

  it.each(struck)('$type is over when healed', async (fault) => {
    await list();
    proxy.strike([{ fault }]);
    proxy.heal();
    const watched = await watch();
    await say();
    expect(await list()).toBe('{"version":2}');
    expect(watched).toEqual({ text: line, end: 'open' });
  });

  it('breaks half-open connections when healed, for nobody knows them', async () => {
    const open = await watch();
    proxy.strike([{ fault: { type: 'silence' } }]);
    const hanging = ask('limit=500');
    await clock.advance(1000);
    proxy.heal();
    await expect(hanging).rejects.toMatchObject({ code: 'ECONNRESET' });
    await clock.advance(0);
    expect(open.end).toBe('ECONNRESET');
    expect(proxy.openWatches).toBe(0);
  });

  it('delivers what is late when healed', async () => {
    const open = await watch();
    proxy.strike([{ fault: { type: 'delay', ms: 90_000 } }]);
    await say();
    proxy.heal();
    await clock.advance(0);
    expect(open.text).toBe(line);
  });

  const limited: [string, Partial<FaultRule>, string[]][] = [
    ['so often', { times: 2 }, ['503', '503', '{"version":1}']],
    ['lists only', { to: 'lists' }, ['503', '503', '503']],
    ['watches only', { to: 'watches' }, ['{"version":1}', '{"version":2}', '{"version":3}']],
    ['less than every second request', { share: 0.4 }, ['{"version":1}', '{"version":2}', '{"version":3}']],
    ['more than every second request', { share: 0.6 }, ['503', '503', '503']],
  ];
  it.each(limited)('strikes %s', async (_, rule, answers) => {
    proxy.strike([{ fault: unavailable, ...rule }]);
    expect([await list(), await list(), await list()]).toEqual(answers);
  });
});
