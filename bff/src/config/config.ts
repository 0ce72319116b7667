import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import type { AddressRange } from '../platform/address-guard.ts';
import { InvalidInputError } from '../platform/errors.ts';
import type { ProxyRules } from '../platform/proxy.ts';
import type { ServingCertificate } from '../platform/serving-certificate.ts';
import type { RawConfig } from './env.ts';
import { anyEngineSettings, defaultEngineSettings, type EngineSettings } from './settings.ts';

const role = z.enum(['http', 'inventory', 'controllers', 'admission']);
export type Role = z.infer<typeof role>;

/** How this process runs; read once at start and handed on as a value. */
export interface Config {
  readonly roles: ReadonlySet<Role>;
  readonly listen: ListenAddress;
  /** Where other replicas reach this process, with the port that it listens on; absent = the host that it listens on. */
  readonly peerHost?: string;
  /** Absent = plain HTTP, which is accepted on loopback only. */
  readonly tls?: ServingCertificate;
  /** Set with the role `admission`. */
  readonly webhook?: { readonly listen: ListenAddress; readonly tls: ServingCertificate };
  readonly kubeconfig?: string;
  readonly serviceNamespace: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly trustedCa?: string;
  /** Folder of the built console plugin. */
  readonly pluginAssets?: string;
  /** Of the cluster's pods and services: users' addresses never lead there. */
  readonly clusterAddresses: readonly AddressRange[];
  readonly allowedAddresses: readonly AddressRange[];
  readonly proxies: ProxyRules;
  readonly trustRequesters: boolean;
  readonly engine: EngineSettings;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
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

function listenAddress(flag: string, text: string): ListenAddress {
  const found = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(text);
  const port = Number(found?.[2]);
  if (found?.[1] === undefined || port > 65_535) return refuse(flag, `"${text}" is not host:port`);
  return { host: found[1], port };
}

/** From the files that `--<what>-cert` and `--<what>-key` name. */
function servingCertificate(what: 'tls' | 'webhook', raw: RawConfig): ServingCertificate | undefined {
  const files = { cert: raw[`${what}-cert`], key: raw[`${what}-key`] };
  const cert = pem(`${what}-cert`, files.cert);
  const key = pem(`${what}-key`, files.key);
  if ((cert === undefined) !== (key === undefined)) refuse(`${what}-cert`, `goes together with --${what}-key`);
  if (cert === undefined || key === undefined) return undefined;
  return { cert, key, files: { cert: files.cert ?? '', key: files.key ?? '' } };
}

/** All; those who trust requesters need no webhook, and have none where there is no certificate for it. */
function rolesOf(raw: RawConfig): ReadonlySet<Role> {
  const isWithout = raw['trust-requesters'] && raw['webhook-cert'] === undefined;
  if (raw.roles === undefined) return new Set(role.options.filter((each) => each !== 'admission' || !isWithout));
  const roles = z.array(role).nonempty().safeParse(raw.roles.split(','));
  return roles.success ? new Set(roles.data) : refuse('roles', `takes ${role.options.join(', ')}, comma-separated`);
}

function webhookOf(raw: RawConfig, roles: ReadonlySet<Role>): Config['webhook'] {
  const tls = servingCertificate('webhook', raw);
  if (!roles.has('admission')) return undefined;
  if (tls === undefined) return refuse('webhook-cert', certificateMissing);
  return { listen: listenAddress('webhook-listen', raw['webhook-listen'] ?? ''), tls };
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
  const defaults: Readonly<Record<string, unknown>> = anyEngineSettings;
  for (const [name, value] of Object.entries(parsed.data)) {
    if (!(name in defaults)) refuse('settings', `there is no setting "${name}"`);
    if (typeof value !== typeof defaults[name]) refuse('settings', `"${name}" must be a ${typeof defaults[name]}`);
    if (typeof value === 'number' && !(value >= 0)) refuse('settings', `"${name}" must not be negative`);
  }
  return { ...defaultEngineSettings, ...parsed.data };
}

const forgeable =
  'without the role admission nothing guards the requester on plans and migrations, so whoever may write them could ' +
  'name anybody; the controllers run only where this is accepted by the flag';
const certificateMissing =
  'the role admission answers the API server, which asks by TLS only; name a certificate, or accept with ' +
  '--trust-requesters that nothing guards who asks for plans and migrations';

/** Throws InvalidInputError naming the flag. */
export function parseConfig(raw: RawConfig): Config {
  const roles = rolesOf(raw);
  const level = z.enum(['debug', 'info', 'warn', 'error']).safeParse(raw['log-level']);
  if (!level.success) return refuse('log-level', 'is debug, info, warn or error');
  const listen = listenAddress('listen', raw.listen ?? '');
  const peerHost = raw['peer-host'];
  if (peerHost !== undefined && isIP(peerHost) === 0) refuse('peer-host', `"${peerHost}" is not an IP address`);
  const tls = servingCertificate('tls', raw);
  const loopback = listen.host === 'localhost' || listen.host === '::1' || listen.host.startsWith('127.');
  if (tls === undefined && !loopback) refuse('listen', 'without TLS only a loopback address is served');
  const config = {
    roles,
    listen,
    peerHost,
    tls,
    kubeconfig: raw.kubeconfig,
    serviceNamespace: raw['service-namespace'] ?? '',
    logLevel: level.data,
    trustedCa: pem('trusted-ca', raw['trusted-ca']),
    pluginAssets: raw['plugin-assets'],
    clusterAddresses: ranges('cluster-addresses', raw['cluster-addresses'] ?? ''),
    allowedAddresses: ranges('allow-addresses', raw['allow-addresses'] ?? ''),
    proxies: { http: raw['http-proxy'], https: raw['https-proxy'], none: raw['no-proxy'] },
    trustRequesters: raw['trust-requesters'],
    engine: { ...engineSettings(raw.settings ?? '{}'), trustRequesters: raw['trust-requesters'] },
  };
  const isGuarded = roles.has('admission') || config.trustRequesters;
  if (roles.has('controllers') && !isGuarded) refuse('trust-requesters', forgeable);
  return { ...config, webhook: webhookOf(raw, roles) };
}
