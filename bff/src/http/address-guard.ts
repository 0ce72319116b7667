import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { AddressRange } from '../config/config.ts';
import { ForbiddenError, ProviderUnavailableError } from '../platform/errors.ts';

/** What a user-supplied address must never reach: this machine, its link, metadata services, nothing at all. */
const refused: readonly AddressRange[] = [
  { address: '0.0.0.0', prefix: 8 },
  { address: '127.0.0.0', prefix: 8 },
  { address: '169.254.0.0', prefix: 16 },
  { address: '224.0.0.0', prefix: 4 },
  { address: '240.0.0.0', prefix: 4 },
  { address: '::', prefix: 127 },
  { address: 'fe80::', prefix: 10 },
  { address: 'fd00:ec2::254', prefix: 128 },
  { address: 'ff00::', prefix: 8 },
];

/** Names that only the cluster's own DNS answers. */
const clusterName = /(^|\.)(svc|cluster\.local|localhost|internal)\.?$/i;

function listOf(ranges: readonly AddressRange[]): BlockList {
  const list = new BlockList();
  for (const { address, prefix } of ranges) list.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
}

function contains(list: BlockList, address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return contains(list, mapped);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

export interface AddressGuardOptions {
  /** Exceptions made by the administrator. */
  readonly allowed: readonly AddressRange[];
  /** Addresses of the cluster's own services. */
  readonly cluster?: readonly AddressRange[];
  /** All addresses of a name; the system's resolver where absent. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

const systemResolve = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);

/**
 * Judges where a connection test may go: loopback, link-local and the cluster's own addresses are refused unless allowed
 * (design.md §6). Resolves to the address to connect to, so that a name cannot change its mind between check and use.
 * Throws ForbiddenError (`address-refused`) or ProviderUnavailableError (`name-not-found`).
 */
export function addressGuard({
  allowed,
  cluster = [],
  resolve = systemResolve,
}: AddressGuardOptions): (url: string) => Promise<string> {
  const exceptions = listOf(allowed);
  const barred = listOf([...refused, ...cluster]);

  return async (url) => {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) === 0 && clusterName.test(host)) throw refusal(host);
    const addresses = isIP(host) === 0 ? await resolved(host, resolve) : [host];
    const [first] = addresses;
    if (first === undefined || addresses.some((address) => contains(barred, address) && !contains(exceptions, address)))
      throw refusal(host);
    return first;
  };
}

async function resolved(
  host: string,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await resolve(host);
  } catch (cause) {
    throw new ProviderUnavailableError(`The name ${host} is not known to the cluster's DNS.`, {
      code: 'name-not-found',
      parameters: { host },
      cause,
    });
  }
}

function refusal(host: string): ForbiddenError {
  return new ForbiddenError(`${host} is an address of this machine or cluster; connection tests do not go there.`, {
    code: 'address-refused',
    parameters: { host },
  });
}
