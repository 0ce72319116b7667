import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InformerBench } from '../testing/informer-bench.ts';
import { answer, failure, line, reset, type Answer, type ScriptedApi } from '../testing/scripted-api.ts';

const minute = 60_000;
const tooLarge = { ...failure(504, 'Timeout'), details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } };
const fromTheFuture: Answer = () => answer(504, tooLarge);
let bench: InformerBench;

beforeEach(() => {
  bench = new InformerBench();
});
afterEach(() => bench.informer.stop());

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
    bench.api.put('a', 1);
    bench.api.next('list', ...answers);
    bench.informer.start();
    await bench.clock.until(() => bench.informer.hasSynced, 10_000);
    expect(bench.heard).toEqual(['+a']);
    await bench.expectAlive();
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
    await bench.running();
    strike(bench.api.watch);
    await bench.expectAlive();
    expect(bench.heard).toEqual(['+a', '+probe']);
  });

  const openFaults: [string, Answer][] = [
    ['a watch answered 410', () => answer(410, failure(410, 'Expired'))],
    ['a watch answered 500', () => answer(500, failure(500, 'InternalError'))],
    ['a watch answered 504 for a version from the future', fromTheFuture],
    ['a watch whose connection breaks at once', dies],
  ];
  it.each(openFaults)('%s', async (_, fault) => {
    bench.api.next('watch', fault);
    await bench.running();
    await bench.expectAlive();
  });

  it('a server that cannot be reached for a minute', async () => {
    await bench.running();
    bench.api.down = true;
    bench.api.watch.end(reset());
    await bench.clock.advance(minute);
    expect(bench.api.count('list')).toBe(1);
    bench.api.down = false;
    await bench.expectAlive();
    expect(bench.heard).toEqual(['+a', '+probe']);
  });

  it('a watch that fell silent, once bookmarks are missing', async () => {
    await bench.running();
    const silent = bench.api.watch;
    silent.write = () => undefined;
    bench.api.put('b', 2);
    await bench.clock.advance(3 * minute);
    expect(bench.value('b')).toBe(2);
    expect(bench.api.count('list')).toBe(2);
  });

  it('a connection that accepts a watch and never answers it', async () => {
    bench.api.next('watch', () => new Promise(() => undefined));
    await bench.running();
    bench.api.put('b', 2);
    await bench.clock.advance(minute);
    expect(bench.value('b')).toBe(2);
  });

  it('a version that stays in the future, by listing again', async () => {
    bench.api.next('watch', ...Array.from({ length: 6 }, () => fromTheFuture));
    await bench.running();
    await bench.clock.advance(minute);
    expect(bench.api.count('list')).toBe(2);
    await bench.expectAlive();
  });
});

describe('a relist', () => {
  it('finds what changed, went and came while the watch was lost', async () => {
    bench.api.put('b', 1);
    await bench.running();
    bench.api.watch.end(reset());
    bench.api.remove('a');
    bench.api.put('b', 2);
    bench.api.put('c', 3);
    bench.api.compact();
    await bench.clock.advance(30_000);
    expect(bench.heard.slice(2).sort()).toEqual(['+c', '-a', '~b']);
    expect(bench.api.count('list')).toBe(2);
  });

  it('shows an object recreated under its name as deleted and added', async () => {
    await bench.running();
    bench.api.watch.end(reset());
    bench.api.remove('a');
    bench.api.put('a', 2, 'another');
    bench.api.compact();
    await bench.clock.advance(30_000);
    expect(bench.heard).toEqual(['+a', '-a', '+a']);
  });

  it('keeps what it knows when the list is older', async () => {
    await bench.running();
    const newer = bench.informer.resourceVersion;
    bench.api.next('list', () => answer(200, { metadata: { resourceVersion: '50' }, items: [] }));
    bench.api.watch.write(line('ERROR', failure(410, 'Expired')));
    await bench.clock.advance(1_000);
    expect(bench.api.count('list')).toBe(2);
    expect(bench.heard).toEqual(['+a']);
    await bench.expectAlive();
    expect(Number(bench.informer.resourceVersion)).toBeGreaterThan(Number(newer));
  });

  it('believes in the end a server restored from a backup', async () => {
    await bench.running();
    bench.api.watch.end(reset());
    bench.api.rewindTo(20);
    bench.api.remove('a');
    bench.api.put('b', 1);
    await bench.clock.advance(minute);
    expect(bench.heard).toEqual(['+a']);
    bench.api.watch.end();
    await bench.clock.advance(minute);
    expect(bench.heard).toEqual(['+a']);
    await bench.clock.advance(10 * minute);
    bench.api.watch.end();
    await bench.clock.advance(minute);
    expect(bench.heard).toEqual(['+a', '+b', '-a']);
    await bench.expectAlive();
  });
});
