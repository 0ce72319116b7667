import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { InvalidInputError } from '../platform/errors.ts';
import type { RawConfig } from './env.ts';
import { defaultEngineSettings, type EngineSettings } from './settings.ts';

const role = z.enum(['http', 'inventory', 'controllers']);
export type Role = z.infer<typeof role>;

/** How this process runs; read once at start and handed on as a value. */
export interface Config {
  readonly roles: ReadonlySet<Role>;
  readonly listen: { readonly host: string; readonly port: number };
  /** PEM; absent = plain HTTP, which is accepted on loopback only. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly kubeconfig?: string;
  readonly serviceNamespace: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly trustedCa?: string;
  /** Folder of the built console plugin. */
  readonly pluginAssets?: string;
  /** Of the cluster's pods and services: users' addresses never lead there. */
  readonly clusterAddresses: readonly AddressRange[];
  readonly allowedAddresses: readonly AddressRange[];
  readonly trustRequesters: boolean;
  readonly engine: EngineSettings;
}

export interface AddressRange {
  readonly address: string;
  readonly prefix: number;
}

function refuse(flag: string, why: string): never {
  throw new InvalidInputError(`--${flag}: ${why}`, { code: 'config-not-valid' });
}

function pem(flag: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(flag, `cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

function listenAddress(text: string): Config['listen'] {
  const found = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(text);
  const port = Number(found?.[2]);
  if (found?.[1] === undefined || port > 65_535) return refuse('listen', `"${text}" is not host:port`);
  return { host: found[1], port };
}

function ranges(flag: string, text: string): AddressRange[] {
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [address = '', prefix = ''] = part.trim().split('/');
      const bits = isIP(address) === 6 ? 128 : 32;
      if (isIP(address) === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits)
        return refuse(flag, `"${part}" is not a CIDR range`);
      return { address, prefix: Number(prefix) };
    });
}

const settingShapes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Every override must name a setting that exists, with a value of its type. */
function engineSettings(text: string): EngineSettings {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('settings', 'is not JSON');
  }
  const parsed = settingShapes.safeParse(json);
  if (!parsed.success) return refuse('settings', 'is not an object of texts, numbers and booleans');
  const defaults: Readonly<Record<string, unknown>> = { vddkImage: '', serviceAccount: '', ...defaultEngineSettings };
  for (const [name, value] of Object.entries(parsed.data)) {
    if (!(name in defaults)) refuse('settings', `there is no setting "${name}"`);
    if (typeof value !== typeof defaults[name]) refuse('settings', `"${name}" must be a ${typeof defaults[name]}`);
    if (typeof value === 'number' && !(value >= 0)) refuse('settings', `"${name}" must not be negative`);
  }
  return { ...defaultEngineSettings, ...parsed.data };
}

const forgeable =
  'no webhook guards the requester on plans and migrations, so whoever may write them could name anybody; the ' +
  'controllers run only where this is accepted by the flag';

/** Throws InvalidInputError naming the flag. */
export function parseConfig(raw: RawConfig): Config {
  const roles = z.array(role).nonempty().safeParse(raw.roles?.split(','));
  if (!roles.success) return refuse('roles', `takes ${role.options.join(', ')}, comma-separated`);
  const level = z.enum(['debug', 'info', 'warn', 'error']).safeParse(raw['log-level']);
  if (!level.success) return refuse('log-level', 'is debug, info, warn or error');
  const listen = listenAddress(raw.listen ?? '');
  const cert = pem('tls-cert', raw['tls-cert']);
  const key = pem('tls-key', raw['tls-key']);
  if ((cert === undefined) !== (key === undefined)) refuse('tls-cert', 'goes together with --tls-key');
  const tls = cert !== undefined && key !== undefined ? { cert, key } : undefined;
  const loopback = listen.host === 'localhost' || listen.host === '::1' || listen.host.startsWith('127.');
  if (tls === undefined && !loopback) refuse('listen', 'without TLS only a loopback address is served');
  const config: Config = {
    roles: new Set(roles.data),
    listen,
    tls,
    kubeconfig: raw.kubeconfig,
    serviceNamespace: raw['service-namespace'] ?? '',
    logLevel: level.data,
    trustedCa: pem('trusted-ca', raw['trusted-ca']),
    pluginAssets: raw['plugin-assets'],
    clusterAddresses: ranges('cluster-addresses', raw['cluster-addresses'] ?? ''),
    allowedAddresses: ranges('allow-addresses', raw['allow-addresses'] ?? ''),
    trustRequesters: raw['trust-requesters'],
    engine: { ...engineSettings(raw.settings ?? '{}'), trustRequesters: raw['trust-requesters'] },
  };
  if (config.roles.has('controllers') && !config.trustRequesters) refuse('trust-requesters', forgeable);
  return config;
}
