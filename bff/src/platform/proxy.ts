import { BlockList, isIP } from 'node:net';

/** Where the process's own proxies stand, as the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY say it. */
export interface ProxyRules {
  readonly http?: string;
  readonly https?: string;
  /** Comma-separated names, domains, addresses and CIDR ranges that are reached directly; `*` is everything. */
  readonly none?: string;
}

/** Proxy of the URL; undefined where it is reached directly. */
export function proxyFor(url: string, { http, https, none = '' }: ProxyRules): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  const proxy = (protocol === 'https:' ? https : http) || undefined;
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: port || (protocol === 'https:' ? '443' : '80') };
  const exempt = none
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => covers(entry, target));
  return exempt ? undefined : proxy;
}

function covers(entry: string, { host, port }: { readonly host: string; readonly port: string }): boolean {
  if (entry === '*') return true;
  const [range = '', prefix] = entry.split('/');
  if (prefix !== undefined) return inRange(host, range, Number(prefix));
  const withPort = /^(.*[^:]):(\d+)$/.exec(entry);
  if (withPort !== null && isIP(entry) === 0) return withPort[2] === port && covers(withPort[1] ?? '', { host, port });
  const domain = entry.replace(/^\*?\.|^\[|\]$/g, '').toLowerCase();
  return host.toLowerCase() === domain || host.toLowerCase().endsWith(`.${domain}`);
}

function inRange(host: string, range: string, prefix: number): boolean {
  const family = isIP(range) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(range) === 0 || isIP(host) === 0 || !(prefix <= (family === 'ipv6' ? 128 : 32))) return false;
  const list = new BlockList();
  list.addSubnet(range, prefix, family);
  return list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}
