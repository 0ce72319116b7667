import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';
import { readRawConfig } from './env.ts';
import { defaultEngineSettings } from './settings.ts';

const config = (argv: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  parseConfig(readRawConfig(argv, environment));

describe('the configuration', () => {
  it('has defaults that run on loopback with every role', () => {
    expect(config(['--trust-requesters'])).toMatchObject({
      roles: new Set(['http', 'inventory', 'controllers']),
      listen: { host: '127.0.0.1', port: 8443 },
      serviceNamespace: 'gantry',
      trustRequesters: true,
      engine: { ...defaultEngineSettings, trustRequesters: true },
    });
    expect(config(['--roles=http,inventory']).engine).toEqual(defaultEngineSettings);
  });

  it.each([
    ['a flag', ['--service-namespace', 'a'], {}, 'a'],
    ['the environment', [], { GANTRY_SERVICE_NAMESPACE: 'b' }, 'b'],
    ['a flag over the environment', ['--service-namespace', 'a'], { GANTRY_SERVICE_NAMESPACE: 'b' }, 'a'],
  ])('takes the namespace from %s', (_, argv, environment, expected) => {
    expect(config(['--roles=http', ...argv], environment).serviceNamespace).toBe(expected);
  });

  it('reads lists and settings', () => {
    const read = config([
      '--roles=http',
      '--allow-addresses=127.0.0.0/8,fd00::/8',
      '--trust-requesters',
      '--settings={"maxInFlight":3}',
    ]);
    expect(read.allowedAddresses).toEqual([
      { address: '127.0.0.0', prefix: 8 },
      { address: 'fd00::', prefix: 8 },
    ]);
    expect([...read.roles]).toEqual(['http']);
    expect(read.engine).toMatchObject({ maxInFlight: 3, trustRequesters: true });
  });

  it.each([
    [['--nonsense'], 'nonsense'],
    [[], '--trust-requesters'],
    [['--roles=cook'], '--roles'],
    [['--listen=8443'], '--listen'],
    [['--listen=0.0.0.0:8443'], 'loopback'],
    [['--tls-cert=/does/not/exist'], 'ENOENT'],
    [['--log-level=loud'], '--log-level'],
    [['--allow-addresses=10.0.0.0'], 'CIDR'],
    [['--cluster-addresses=172.30.0.0/33'], '--cluster-addresses'],
    [['--settings={'], 'JSON'],
    [['--settings={"warp":9}'], '"warp"'],
    [['--settings={"maxInFlight":"many"}'], 'number'],
    [['--settings={"maxInFlight":-1}'], 'negative'],
  ])('refuses %j naming the fault', (argv, words) => {
    expect(() => config(argv)).toThrow(words);
  });
});
