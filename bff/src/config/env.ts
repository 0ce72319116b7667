import { parseArgs } from 'node:util';
import { InvalidInputError } from '../platform/errors.ts';

/** Flags over environment over default: `--service-namespace` is also `GANTRY_SERVICE_NAMESPACE`. */
const flags = {
  /** Which parts run in this process, comma-separated; all where absent (see config.ts). */
  roles: { type: 'string' },
  listen: { type: 'string', default: '127.0.0.1:8443' },
  /** IP address of this process for other replicas; absent = the host of `listen`, unless that is a wildcard. */
  'peer-host': { type: 'string' },
  /** PEM files; read again when they change. */
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  /** Where the API server reaches the admission webhooks; always TLS. */
  'webhook-listen': { type: 'string', default: '127.0.0.1:9443' },
  'webhook-cert': { type: 'string' },
  'webhook-key': { type: 'string' },
  /** Absent = the service account of the pod. */
  kubeconfig: { type: 'string' },
  'service-namespace': { type: 'string', default: 'gantry' },
  'log-level': { type: 'string', default: 'info' },
  /** PEM bundle added to the system's authorities for outbound TLS. */
  'trusted-ca': { type: 'string' },
  /** Comma-separated CIDR ranges of pods and services; the default is OpenShift's. */
  'cluster-addresses': { type: 'string', default: '10.128.0.0/14,172.30.0.0/16' },
  /** Comma-separated CIDR ranges where providers may be although they are loopback, link-local or the cluster's. */
  'allow-addresses': { type: 'string', default: '' },
  /** Proxies to servers outside, under the names that every program knows. */
  'http-proxy': { type: 'string', variable: 'HTTP_PROXY' },
  'https-proxy': { type: 'string', variable: 'HTTPS_PROXY' },
  'no-proxy': { type: 'string', variable: 'NO_PROXY' },
  /** Folder of the built console plugin, which is then served below `/plugin/`. */
  'plugin-assets': { type: 'string' },
  /** JSON object over the engine's default settings. */
  settings: { type: 'string', default: '{}' },
  /** Runs controllers without the webhooks that guard the requesters of plans and migrations. */
  'trust-requesters': { type: 'boolean', default: false },
} as const;

export type RawConfig = {
  readonly [Name in keyof typeof flags]: (typeof flags)[Name]['type'] extends 'boolean' ? boolean : string | undefined;
};

function variableOf(flag: string): string {
  return `GANTRY_${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** The one place that reads the environment. Throws InvalidInputError for unknown flags. */
export function readRawConfig(argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): RawConfig {
  const options = Object.fromEntries(Object.entries(flags).map(([name, { type }]) => [name, { type }]));
  let given: Record<string, string | boolean | undefined>;
  try {
    given = parseArgs({ args: [...argv], options, allowPositionals: false }).values;
  } catch (error) {
    throw new InvalidInputError(error instanceof Error ? error.message : 'The flags cannot be read.');
  }
  const entries = Object.entries(flags).map(([name, flag]): [string, string | boolean | undefined] => {
    const fallback = 'default' in flag ? flag.default : undefined;
    const variable = environment['variable' in flag ? flag.variable : variableOf(name)];
    const fromEnvironment =
      flag.type === 'boolean' ? (variable === undefined ? undefined : variable === 'true') : variable;
    return [name, given[name] ?? fromEnvironment ?? fallback];
  });
  return Object.fromEntries(entries) as unknown as RawConfig;
}
