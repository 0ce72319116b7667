import { describe, expect, it } from 'vitest';
import { parseStartArguments } from './arguments.ts';

describe('parseStartArguments', () => {
  it.each([
    [[], { mode: 'demonstrate', cluster: 'sandbox', port: 0 }],
    [['--once'], { mode: 'once', cluster: 'sandbox', port: 0 }],
    [['--empty', '--port', '9000'], { mode: 'empty', cluster: 'sandbox', port: 9000 }],
    [['--once', '--cluster=oracle'], { mode: 'once', cluster: 'oracle', port: 0 }],
    [['--kubeconfig', 'a.yaml'], { mode: 'empty', cluster: { kubeconfig: 'a.yaml' }, port: 0 }],
  ])('%j', (argv, expected) => {
    expect(parseStartArguments(argv)).toEqual(expected);
  });

  it.each([
    [['--once', '--empty'], 'exclude'],
    [['--cluster=kind'], '"kind"'],
    [['--kubeconfig', 'a', '--once'], '--kubeconfig'],
    [['--port', '70000'], '65535'],
    [['--bogus'], '--bogus'],
  ])('refuses %j', (argv, words) => {
    expect(() => parseStartArguments(argv)).toThrow(words);
  });
});
