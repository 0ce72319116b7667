import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { InformerBench } from '../testing/informer-bench.ts';
import { answer, failure, line, reset, type Answer, type Thing, type ScriptedApi } from '../testing/scripted-api.ts';

const minute = 60_000;
let bench: InformerBench;

beforeEach(() => {
  bench = new InformerBench();
});
afterEach(() => bench.informer.stop());

describe('asks no more than it must', () => {
  it('when every watch is closed at once', async () => {
    bench.api.next('watch', ...Array.from({ length: 1000 }, (): Answer => () => answer(200, '')));
    bench.api.next(
      'watch',
      ...Array.from({ length: 1000 }, (): Answer => () => ({ status: 200, headers: {}, body: emptyBody })),
    );
    await bench.running();
    await bench.clock.advance(10 * minute);
    expect(bench.api.count('watch')).toBeLessThan(110);
    expect(bench.api.count('list')).toBe(1);
  });

  it('when every watch is answered 410', async () => {
    bench.api.next('watch', ...Array.from({ length: 1000 }, (): Answer => () => answer(410, failure(410, 'Expired'))));
    await bench.running();
    await bench.clock.advance(10 * minute);
    expect(bench.api.count('list')).toBeLessThan(110);
  });

  it('in an idle hour: a watch per 5 to 10 minutes, no list', async () => {
    await bench.running();
    const hour = bench.clock.now() + 60 * minute;
    const ends = (from: number) => {
      const seconds = Number(bench.api.requests.at(-1)?.query.get('timeoutSeconds'));
      expect(seconds).toBeGreaterThanOrEqual(300);
      expect(seconds).toBeLessThanOrEqual(600);
      return from + seconds * 1000;
    };
    while (bench.clock.now() < hour) {
      const end = ends(bench.clock.now());
      while (bench.clock.now() + minute < end) {
        await bench.clock.advance(minute);
        bench.api.bookmark();
      }
      await bench.clock.advance(end - bench.clock.now());
      bench.api.watch.end();
      await bench.clock.advance(1);
    }
    expect(bench.api.count('watch')).toBeLessThan(13);
    expect(bench.api.count('list')).toBe(1);
  });

  it('after bookmarks: a lost watch goes on from there, though everything earlier has expired', async () => {
    await bench.running();
    bench.api.bookmark();
    bench.api.compact();
    await bench.clock.advance(0);
    bench.api.watch.end(reset());
    await bench.expectAlive();
    expect(bench.api.count('list')).toBe(1);
  });

  it('in pages', async () => {
    for (let n = 0; n < 1201; n += 1) bench.api.put(`t${n}`, n);
    bench.informer.start();
    await bench.clock.advance(0);
    expect(bench.informer.list()).toHaveLength(1201);
    expect(bench.api.requests.filter(({ kind }) => kind === 'list').map(({ query }) => query.get('limit'))).toEqual([
      '500',
      '500',
      '500',
    ]);
  });

  it('in one piece when the pages expire in between', async () => {
    for (let n = 0; n < 501; n += 1) bench.api.put(`t${n}`, n);
    const real = bench.api.send;
    let strike = true;
    const stub = onRequest(bench.api, (request) => {
      if (strike && request.url.includes('continue=')) {
        strike = false;
        return Promise.resolve(answer(410, failure(410, 'Expired')));
      }
      return real(request);
    });
    onTestFinished(stub);
    bench.informer.start();
    await bench.clock.advance(0);
    expect(bench.informer.list()).toHaveLength(501);
    expect(bench.heard).toHaveLength(501);
  });
});

describe('delivers', () => {
  it('each change once, though events are repeated after a reconnect', async () => {
    await bench.running();
    bench.api.watch.write(line('ADDED', bench.api.put('b', 1)));
    bench.api.watch.write(line('ADDED', bench.api.put('b', 2)));
    await bench.clock.advance(0);
    expect(bench.heard).toEqual(['+a', '+b', '~b']);
  });

  it('nothing older than what it knows', async () => {
    await bench.running();
    const old = bench.api.put('a', 2);
    bench.api.put('a', 3);
    bench.api.watch.write(line('MODIFIED', old));
    await bench.clock.advance(0);
    expect(bench.value('a')).toBe(3);
  });

  it('to the other handlers what one of them choked on', async () => {
    const late: string[] = [];
    bench.informer.addHandler({
      added: () => {
        throw new Error('of the handler');
      },
    });
    bench.informer.addHandler({ added: ({ metadata }) => late.push(metadata.name) });
    await bench.running();
    await bench.expectAlive();
    expect(late).toEqual(['a', 'probe']);
    expect(bench.api.count('watch')).toBe(1);
  });

  it('what exists to a handler that comes late, and nothing to one that has left', async () => {
    await bench.running();
    const late: string[] = [];
    const leave = bench.informer.addHandler({ added: ({ metadata }) => late.push(metadata.name) });
    expect(late).toEqual(['a']);
    leave();
    await bench.expectAlive();
    expect(late).toEqual(['a']);
  });

  it('frozen objects with their kind', async () => {
    await bench.running();
    const [object] = bench.informer.list('ns');
    expect(object).toMatchObject({ apiVersion: 'test.dev/v1', kind: 'Thing' });
    expect(Object.isFrozen(object?.spec)).toBe(true);
    expect(bench.informer.list('elsewhere')).toEqual([]);
  });

  it('by index, kept current', async () => {
    const parity = ({ spec }: Thing) => [(spec?.value ?? 0) % 2 === 0 ? 'even' : 'odd'];
    bench.informer.addIndex('parity', parity);
    await bench.running();
    bench.informer.addIndex('parity', parity);
    expect(bench.informer.byIndex('parity', 'odd')).toHaveLength(1);
    bench.api.put('a', 2);
    await bench.clock.advance(0);
    expect(bench.informer.byIndex('parity', 'odd')).toEqual([]);
    expect(bench.informer.byIndex('parity', 'even')).toHaveLength(1);
    expect(() => {
      bench.informer.addIndex('parity', () => []);
    }).toThrow('another index');
    expect(() => bench.informer.byIndex('unknown', '')).toThrow('no index');
  });
});

describe('a watch that is 100,000 changes behind', () => {
  const changes = 100_000;
  const atOnce = 50;
  let made = 0;
  let farthest = 0;

  /** Each change is made only when it is asked for. */
  async function* backlog(firstVersion: number) {
    for (made = 0; made < changes; made += atOnce) {
      const events = Array.from({ length: atOnce }, (_, at) => changed(made + at, firstVersion + made + at));
      yield await Promise.resolve(Buffer.from(events.join('')));
    }
  }

  it('hears each, never holds more than it was just given, and leaves their turn to others', async () => {
    let heard = 0;
    let turns = 0;
    const all = new Promise<void>((resolve) => {
      bench.informer.addHandler({
        updated: () => {
          heard += 1;
          farthest = Math.max(farthest, made + atOnce - heard);
          if (heard === changes) resolve();
        },
      });
    });
    bench.api.next('watch', () => ({ status: 200, headers: {}, body: backlog(1000) }));
    let others = setImmediate(function again() {
      turns += 1;
      others = setImmediate(again);
    });
    onTestFinished(() => {
      clearImmediate(others);
    });
    bench.api.put('a', 1);
    bench.informer.start();
    await all;
    expect(bench.value('a')).toBe(changes - 1);
    expect(bench.informer.resourceVersion).toBe(String(1000 + changes - 1));
    expect(farthest).toBeLessThan(2 * atOnce);
    expect(turns).toBeGreaterThan(changes / 500);
  });
});

describe('stop', () => {
  it('during a list opens no watch', async () => {
    let release: () => void = () => undefined;
    bench.api.next(
      'list',
      () =>
        new Promise((resolve) => {
          release = () => {
            resolve(answer(200, { metadata: { resourceVersion: '1' }, items: [] }));
          };
        }),
    );
    bench.informer.start();
    await bench.clock.advance(0);
    const stopped = bench.informer.stop();
    release();
    await stopped;
    await bench.clock.advance(minute);
    expect(bench.api.count('watch')).toBe(0);
    await expect(bench.informer.synced()).rejects.toThrow('stopped');
  });

  it('ends the open watch and asks nothing more', async () => {
    await bench.running();
    await bench.informer.stop();
    await bench.clock.advance(20 * minute);
    expect(bench.api.watch.ended).toBe(true);
    expect(bench.api.requests).toHaveLength(2);
  });
});

function changed(value: number, version: number): string {
  const metadata = { name: 'a', namespace: 'ns', uid: 'uid-a', resourceVersion: String(version) };
  return line('MODIFIED', { apiVersion: 'test.dev/v1', kind: 'Thing', metadata, spec: { value } });
}

const emptyBody: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

function onRequest(server: ScriptedApi, send: ScriptedApi['send']): () => void {
  const real = server.send;
  Object.assign(server, { send });
  return () => Object.assign(server, { send: real });
}
