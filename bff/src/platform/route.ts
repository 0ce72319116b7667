import type { LookupFunction } from 'node:net';
import type { AddressGuard } from './address-guard.ts';
import { pinnedLookup } from './pinned-lookup.ts';
import { proxyFor, type ProxyRules } from './proxy.ts';

export interface RouteRules {
  /** IP address to connect to, whatever names resolve to. */
  readonly address?: string;
  /** Judges what users write. */
  readonly guard?: AddressGuard;
  /** The process's own proxies, for links that name none. */
  readonly proxies?: ProxyRules;
}

/** What is connected to on the way to a server, and how its name is resolved. */
export interface Route {
  readonly proxy?: string;
  readonly lookup?: LookupFunction;
}

/**
 * `own` is the proxy of the link. A proxy that a user named is judged as any address of users; the administrator's is
 * not. Throws AddressRefusedError.
 */
export function routeTo(url: string, own: string | undefined, { address, guard, proxies = {} }: RouteRules): Route {
  guard?.refuseHost(url);
  const judged: Route = guard === undefined ? {} : { lookup: guard.lookup };
  if (own !== undefined && own !== 'direct') {
    guard?.refuseHost(own);
    return { proxy: own, ...judged };
  }
  const proxy = own === 'direct' ? undefined : proxyFor(url, proxies);
  if (proxy !== undefined) return { proxy };
  return address === undefined ? judged : { lookup: pinnedLookup(address) };
}
