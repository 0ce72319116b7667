import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  describe('with a certificate for its webhooks', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gantry-config-'));
    const at = (name: string) => join(folder, name);
    const files = { cert: at('tls.crt'), key: at('tls.key') };
    const given = [`--webhook-cert=${files.cert}`, `--webhook-key=${files.key}`];
    beforeAll(() => {
      writeFileSync(files.cert, 'a certificate');
      writeFileSync(files.key, 'a key');
    });
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    it('runs every role and trusts nobody', () => {
      expect(config([...given, '--webhook-listen=0.0.0.0:9443'])).toMatchObject({
        roles: new Set(['http', 'inventory', 'controllers', 'admission']),
        webhook: { listen: { host: '0.0.0.0', port: 9443 }, tls: { cert: 'a certificate', key: 'a key', files } },
        trustRequesters: false,
        engine: { trustRequesters: false },
      });
    });

    it('guards even where requesters are trusted', () => {
      expect(config([...given, '--trust-requesters']).roles).toContain('admission');
    });

    it('has no webhook without the role', () => {
      expect(config([...given, '--roles=http']).webhook).toBeUndefined();
    });

    it.each([
      [[given[0] ?? ''], '--webhook-key'],
      [[...given, '--webhook-listen=9443'], '--webhook-listen'],
      [[...given, '--roles=http,controllers'], '--trust-requesters'],
    ])('refuses %j naming the fault', (argv, words) => {
      expect(() => config(argv)).toThrow(words);
    });
  });

  it.each([
    ['a flag', ['--service-namespace', 'a'], {}, 'a'],
    ['the environment', [], { GANTRY_SERVICE_NAMESPACE: 'b' }, 'b'],
    ['a flag over the environment', ['--service-namespace', 'a'], { GANTRY_SERVICE_NAMESPACE: 'b' }, 'a'],
  ])('takes the namespace from %s', (_, argv, environment, expected) => {
    expect(config(['--roles=http', ...argv], environment).serviceNamespace).toBe(expected);
  });

  it('takes the proxies from the variables that every program knows', () => {
    const environment = { HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY: '.cluster.local,10.0.0.0/8' };
    const none = '.cluster.local,10.0.0.0/8';
    expect(config(['--roles=http'], environment).proxies).toEqual({ https: 'http://proxy.example:3128', none });
    expect(config(['--roles=http', '--https-proxy=http://own.example'], environment).proxies.https).toBe(
      'http://own.example',
    );
  });

  it('takes what has no default', () => {
    const given = { vddkImage: 'registry.test/vddk:8', virtV2vImageXfs: 'registry.test/v2v-rhel9:1', virtV2vSmp: 2 };
    expect(config(['--trust-requesters', `--settings=${JSON.stringify(given)}`]).engine).toMatchObject(given);
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
    [[], '--webhook-cert'],
    [[], '--trust-requesters'],
    [['--roles=controllers'], '--trust-requesters'],
    [['--roles=admission'], '--webhook-cert'],
    [['--roles=controllers,admission', '--trust-requesters'], '--webhook-cert'],
    [['--roles=cook'], '--roles'],
    [['--listen=8443'], '--listen'],
    [['--listen=0.0.0.0:8443'], 'loopback'],
    [['--peer-host=leader.test'], '--peer-host'],
    [['--tls-cert=/does/not/exist'], 'ENOENT'],
    [['--log-level=loud'], '--log-level'],
    [['--allow-addresses=10.0.0.0'], 'CIDR'],
    [['--cluster-addresses=172.30.0.0/33'], '--cluster-addresses'],
    [['--settings={"virtV2vImageXfs":1}'], 'string'],
    [['--settings={'], 'JSON'],
    [['--settings={"warp":9}'], '"warp"'],
    [['--settings={"maxInFlight":"many"}'], 'number'],
    [['--settings={"maxInFlight":-1}'], 'negative'],
  ])('refuses %j naming the fault', (argv, words) => {
    expect(() => config(argv)).toThrow(words);
  });
});
