import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { answer, failure, line, reset, ScriptedApi, things, type Answer, type Thing } from '../testing/scripted-api.ts';
import { anonymous } from './credentials.ts';
import { SharedInformer } from './shared-informer.ts';
import { Transport } from './transport.ts';

const minute = 60_000;
const tooLarge = { ...failure(504, 'Timeout'), details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } };
const fromTheFuture: Answer = () => answer(504, tooLarge);
let clock: VirtualClock;
let api: ScriptedApi;
let informer: SharedInformer<Thing>;
let heard: string[];

beforeEach(() => {
  clock = new VirtualClock();
  api = new ScriptedApi();
  const random = () => 0.5;
  const transport = new Transport({
    url: 'http://api',
    send: (request) => api.send(request),
    clock,
    random,
    credentials: anonymous,
  });
  informer = new SharedInformer({ transport, selection: { resource: things }, clock, random, log: silentLog });
  heard = [];
  informer.addHandler({
    added: ({ metadata }) => heard.push(`+${metadata.name}`),
    updated: (_, { metadata }) => heard.push(`~${metadata.name}`),
    deleted: ({ metadata }) => heard.push(`-${metadata.name}`),
  });
});

afterEach(() => informer.stop());

const value = (name: string) => informer.get({ namespace: 'ns', name })?.spec?.value;

async function running(): Promise<void> {
  api.put('a', 1);
  informer.start();
  await clock.advance(0);
  expect(value('a')).toBe(1);
}

/** The informer must hear of a change made now within ten seconds. */
async function expectAlive(withinMs = 10_000): Promise<void> {
  const seen = Math.floor(clock.now() % 1_000_000) + 7;
  api.put('probe', seen);
  await clock.until(() => value('probe') === seen, withinMs, 'a change made after the fault is seen');
}

describe('survives', () => {
  const dies: Answer = () => {
    throw reset();
  };
  const listFaults: [string, Answer[]][] = [
    ['a list answered 500', [() => answer(500, failure(500, 'InternalError'))]],
    [
      'a list answered 500 three times',
      Array.from({ length: 3 }, () => () => answer(500, failure(500, 'InternalError'))),
    ],
    ['a list whose connection breaks', [dies]],
    ['a list that is a web page', [() => answer(200, 'login')]],
    ['a list that is no list', [() => answer(200, { metadata: {} })]],
    ['a list without a version', [() => answer(200, { metadata: {}, items: [] })]],
    ['a list refused for now', [() => answer(429, failure(429, 'TooManyRequests'), { 'retry-after': '1' })]],
  ];
  it.each(listFaults)('%s', async (_, answers) => {
    api.put('a', 1);
    api.next('list', ...answers);
    informer.start();
    await clock.until(() => informer.hasSynced, 10_000);
    expect(heard).toEqual(['+a']);
    await expectAlive();
  });

  const watchFaults: [string, (watch: ScriptedApi['watch']) => void][] = [
    [
      'a reset in mid-stream',
      (watch) => {
        watch.end(reset());
      },
    ],
    [
      'a clean close',
      (watch) => {
        watch.end();
      },
    ],
    [
      'a cut in the middle of a line',
      (watch) => {
        watch.write('{"type":"ADDED","obj');
        watch.end();
      },
    ],
    [
      'a line that is not JSON',
      (watch) => {
        watch.write('<html>\n');
      },
    ],
    [
      'an event of an unknown type',
      (watch) => {
        watch.write(line('PAUSED', {}));
      },
    ],
    [
      'an event without an object',
      (watch) => {
        watch.write('{"type":"ADDED"}\n');
      },
    ],
    [
      'an ERROR event 410',
      (watch) => {
        watch.write(line('ERROR', failure(410, 'Expired')));
      },
    ],
    [
      'an ERROR event 500',
      (watch) => {
        watch.write(line('ERROR', failure(500, 'InternalError')));
      },
    ],
    [
      'an ERROR event without a code',
      (watch) => {
        watch.write(line('ERROR', {}));
      },
    ],
  ];
  it.each(watchFaults)('%s', async (_, strike) => {
    await running();
    strike(api.watch);
    await expectAlive();
    expect(heard).toEqual(['+a', '+probe']);
  });

  const openFaults: [string, Answer][] = [
    ['a watch answered 410', () => answer(410, failure(410, 'Expired'))],
    ['a watch answered 500', () => answer(500, failure(500, 'InternalError'))],
    ['a watch answered 504 for a version from the future', fromTheFuture],
    ['a watch whose connection breaks at once', dies],
  ];
  it.each(openFaults)('%s', async (_, fault) => {
    api.next('watch', fault);
    await running();
    await expectAlive();
  });

  it('a server that cannot be reached for a minute', async () => {
    await running();
    api.down = true;
    api.watch.end(reset());
    await clock.advance(minute);
    expect(api.count('list')).toBe(1);
    api.down = false;
    await expectAlive(30_000);
    expect(heard).toEqual(['+a', '+probe']);
  });

  it('a watch that fell silent, after the end it had asked for', async () => {
    await running();
    const silent = api.watch;
    silent.write = () => undefined;
    api.put('b', 2);
    await clock.advance(11 * minute);
    expect(value('b')).toBe(2);
    expect(api.count('list')).toBe(2);
  });

  it('a connection that accepts a watch and never answers it', async () => {
    api.next('watch', () => new Promise(() => undefined));
    await running();
    api.put('b', 2);
    await clock.advance(minute);
    expect(value('b')).toBe(2);
  });

  it('a version that stays in the future, by listing again', async () => {
    api.next('watch', ...Array.from({ length: 6 }, () => fromTheFuture));
    await running();
    await clock.advance(3 * minute);
    expect(api.count('list')).toBe(2);
    await expectAlive();
  });
});

describe('a relist', () => {
  it('finds what changed, went and came while the watch was lost', async () => {
    api.put('b', 1);
    await running();
    api.watch.end(reset());
    api.remove('a');
    api.put('b', 2);
    api.put('c', 3);
    api.compact();
    await clock.advance(30_000);
    expect(heard.slice(2).sort()).toEqual(['+c', '-a', '~b']);
    expect(api.count('list')).toBe(2);
  });

  it('shows an object recreated under its name as deleted and added', async () => {
    await running();
    api.watch.end(reset());
    api.remove('a');
    api.put('a', 2, 'another');
    api.compact();
    await clock.advance(30_000);
    expect(heard).toEqual(['+a', '-a', '+a']);
  });

  it('keeps what it knows when the list is older', async () => {
    await running();
    const newer = informer.resourceVersion;
    api.next('list', () => answer(200, { metadata: { resourceVersion: '50' }, items: [] }));
    api.watch.write(line('ERROR', failure(410, 'Expired')));
    await clock.advance(1_000);
    expect(api.count('list')).toBe(2);
    expect(heard).toEqual(['+a']);
    await expectAlive();
    expect(Number(informer.resourceVersion)).toBeGreaterThan(Number(newer));
  });

  it('believes in the end a server restored from a backup', async () => {
    await running();
    api.watch.end(reset());
    api.rewindTo(20);
    api.remove('a');
    api.put('b', 1);
    await clock.advance(minute);
    expect(heard).toEqual(['+a']);
    api.watch.end();
    await clock.advance(minute);
    expect(heard).toEqual(['+a']);
    await clock.advance(10 * minute);
    api.watch.end();
    await clock.advance(minute);
    expect(heard).toEqual(['+a', '+b', '-a']);
    await expectAlive();
  });
});

describe('asks no more than it must', () => {
  it('when every watch is closed at once', async () => {
    api.next('watch', ...Array.from({ length: 1000 }, (): Answer => () => answer(200, '')));
    api.next(
      'watch',
      ...Array.from({ length: 1000 }, (): Answer => () => ({ status: 200, headers: {}, body: emptyBody })),
    );
    await running();
    await clock.advance(10 * minute);
    expect(api.count('watch')).toBeLessThan(60);
    expect(api.count('list')).toBe(1);
  });

  it('when every watch is answered 410', async () => {
    api.next('watch', ...Array.from({ length: 1000 }, (): Answer => () => answer(410, failure(410, 'Expired'))));
    await running();
    await clock.advance(10 * minute);
    expect(api.count('list')).toBeLessThan(60);
  });

  it('in an idle hour: a watch per 5 to 10 minutes, no list', async () => {
    await running();
    const hour = clock.now() + 60 * minute;
    const ends = (from: number) => {
      const seconds = Number(api.requests.at(-1)?.query.get('timeoutSeconds'));
      expect(seconds).toBeGreaterThanOrEqual(300);
      expect(seconds).toBeLessThanOrEqual(600);
      return from + seconds * 1000;
    };
    while (clock.now() < hour) {
      await clock.advance(ends(clock.now()) - clock.now());
      api.bookmark();
      api.watch.end();
      await clock.advance(1);
    }
    expect(api.count('watch')).toBeLessThan(13);
    expect(api.count('list')).toBe(1);
  });

  it('after bookmarks: a lost watch goes on from there, though everything earlier has expired', async () => {
    await running();
    api.bookmark();
    api.compact();
    await clock.advance(0);
    api.watch.end(reset());
    await expectAlive();
    expect(api.count('list')).toBe(1);
  });

  it('in pages', async () => {
    for (let n = 0; n < 1201; n += 1) api.put(`t${n}`, n);
    informer.start();
    await clock.advance(0);
    expect(informer.list()).toHaveLength(1201);
    expect(api.requests.filter(({ kind }) => kind === 'list').map(({ query }) => query.get('limit'))).toEqual([
      '500',
      '500',
      '500',
    ]);
  });

  it('in one piece when the pages expire in between', async () => {
    for (let n = 0; n < 501; n += 1) api.put(`t${n}`, n);
    const real = api.send;
    let strike = true;
    const stub = onRequest(api, (request) => {
      if (strike && request.url.includes('continue=')) {
        strike = false;
        return Promise.resolve(answer(410, failure(410, 'Expired')));
      }
      return real(request);
    });
    onTestFinished(stub);
    informer.start();
    await clock.advance(0);
    expect(informer.list()).toHaveLength(501);
    expect(heard).toHaveLength(501);
  });
});

describe('delivers', () => {
  it('each change once, though events are repeated after a reconnect', async () => {
    await running();
    api.watch.write(line('ADDED', api.put('b', 1)));
    api.watch.write(line('ADDED', api.put('b', 2)));
    await clock.advance(0);
    expect(heard).toEqual(['+a', '+b', '~b']);
  });

  it('nothing older than what it knows', async () => {
    await running();
    const old = api.put('a', 2);
    api.put('a', 3);
    api.watch.write(line('MODIFIED', old));
    await clock.advance(0);
    expect(value('a')).toBe(3);
  });

  it('to the other handlers what one of them choked on', async () => {
    const late: string[] = [];
    informer.addHandler({
      added: () => {
        throw new Error('of the handler');
      },
    });
    informer.addHandler({ added: ({ metadata }) => late.push(metadata.name) });
    await running();
    await expectAlive();
    expect(late).toEqual(['a', 'probe']);
    expect(api.count('watch')).toBe(1);
  });

  it('what exists to a handler that comes late, and nothing to one that has left', async () => {
    await running();
    const late: string[] = [];
    const leave = informer.addHandler({ added: ({ metadata }) => late.push(metadata.name) });
    expect(late).toEqual(['a']);
    leave();
    await expectAlive();
    expect(late).toEqual(['a']);
  });

  it('frozen objects with their kind', async () => {
    await running();
    const [object] = informer.list('ns');
    expect(object).toMatchObject({ apiVersion: 'test.dev/v1', kind: 'Thing' });
    expect(Object.isFrozen(object?.spec)).toBe(true);
    expect(informer.list('elsewhere')).toEqual([]);
  });

  it('by index, kept current', async () => {
    const parity = ({ spec }: Thing) => [(spec?.value ?? 0) % 2 === 0 ? 'even' : 'odd'];
    informer.addIndex('parity', parity);
    await running();
    informer.addIndex('parity', parity);
    expect(informer.byIndex('parity', 'odd')).toHaveLength(1);
    api.put('a', 2);
    await clock.advance(0);
    expect(informer.byIndex('parity', 'odd')).toEqual([]);
    expect(informer.byIndex('parity', 'even')).toHaveLength(1);
    expect(() => {
      informer.addIndex('parity', () => []);
    }).toThrow('another index');
    expect(() => informer.byIndex('unknown', '')).toThrow('no index');
  });
});

describe('stop', () => {
  it('during a list opens no watch', async () => {
    let release: () => void = () => undefined;
    api.next(
      'list',
      () =>
        new Promise((resolve) => {
          release = () => {
            resolve(answer(200, { metadata: { resourceVersion: '1' }, items: [] }));
          };
        }),
    );
    informer.start();
    await clock.advance(0);
    const stopped = informer.stop();
    release();
    await stopped;
    await clock.advance(minute);
    expect(api.count('watch')).toBe(0);
    await expect(informer.synced()).rejects.toThrow('stopped');
  });

  it('ends the open watch and asks nothing more', async () => {
    await running();
    await informer.stop();
    await clock.advance(20 * minute);
    expect(api.watch.ended).toBe(true);
    expect(api.requests).toHaveLength(2);
  });
});

const emptyBody: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

function onRequest(server: ScriptedApi, send: ScriptedApi['send']): () => void {
  const real = server.send;
  Object.assign(server, { send });
  return () => Object.assign(server, { send: real });
}
