import { lookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { ForbiddenError, ProviderUnavailableError } from './errors.ts';

export interface AddressRange {
  readonly address: string;
  readonly prefix: number;
}

/** What a user-supplied address must never reach: this machine, its link, metadata services, nothing at all. */
const refused: readonly AddressRange[] = [
  { address: '0.0.0.0', prefix: 8 },
  { address: '100.100.100.200', prefix: 32 },
  { address: '127.0.0.0', prefix: 8 },
  { address: '169.254.0.0', prefix: 16 },
  { address: '224.0.0.0', prefix: 4 },
  { address: '240.0.0.0', prefix: 4 },
  { address: '::', prefix: 127 },
  { address: 'fe80::', prefix: 10 },
  { address: 'fd00:ec2::254', prefix: 128 },
  { address: 'ff00::', prefix: 8 },
];

/** Names that only the cluster's own DNS answers, or that of the cloud it runs in. */
const clusterName = /(^|\.)(svc|cluster\.local|localhost|(compute|ec2|google)\.internal)\.?$/i;

/** Other addresses that lead to the same place: compatible with IPv4 (RFC 4291) and translated by NAT64 (RFC 6052). */
function notationsOf(range: AddressRange): AddressRange[] {
  const { address, prefix } = range;
  if (isIP(address) === 6) return [range];
  return [range, ...['::', '64:ff9b::'].map((before) => ({ address: before + address, prefix: 96 + prefix }))];
}

function listOf(ranges: readonly AddressRange[]): BlockList {
  const list = new BlockList();
  for (const { address, prefix } of ranges.flatMap(notationsOf))
    list.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
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

export interface AddressGuard {
  /** The address to connect to. Throws AddressRefusedError or ProviderUnavailableError (`name-not-found`). */
  judge(url: string): Promise<string>;
  /** Throws AddressRefusedError where the host as written, an address or a name of the cluster, must not be reached. */
  refuseHost(url: string): void;
  /** For sockets: names lead only to addresses that may be reached. */
  readonly lookup: LookupFunction;
}

const systemResolve = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);

/**
 * Judges where addresses that users write may lead: loopback, link-local and the cluster's own addresses are refused
 * unless allowed (design.md §6). What a name resolves to is judged when it is connected to, so that it cannot change its
 * mind between check and use.
 */
export function addressGuard({ allowed, cluster = [], resolve = systemResolve }: AddressGuardOptions): AddressGuard {
  const exceptions = listOf(allowed);
  const barred = listOf([...refused, ...cluster]);
  const isBarred = (address: string) => contains(barred, address) && !contains(exceptions, address);

  const refuseHost = (url: string) => {
    const host = hostOf(url);
    if (isIP(host) === 0 ? clusterName.test(host) : isBarred(host)) throw new AddressRefusedError(host);
  };

  async function addressesOf(host: string): Promise<[string, ...string[]]> {
    const [first, ...others] = isIP(host) === 0 ? await resolved(host, resolve) : [host];
    if (first === undefined || [first, ...others].some(isBarred)) throw new AddressRefusedError(host);
    return [first, ...others];
  }

  return {
    refuseHost,
    async judge(url) {
      refuseHost(url);
      const [first] = await addressesOf(hostOf(url));
      return first;
    },
    lookup(host, { all }, callback) {
      addressesOf(host).then(
        (addresses) => {
          const [first, ...others] = addresses.map((address) => ({ address, family: isIP(address) }));
          if (first === undefined) return;
          if (all === true) callback(null, [first, ...others]);
          else callback(null, first.address, first.family);
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error('The name cannot be resolved.'), '');
        },
      );
    },
  };
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
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

/** The address is one that users may not send the service to. */
export class AddressRefusedError extends ForbiddenError {
  constructor(host: string) {
    super(`${host} is an address of this machine or cluster, where providers are not looked for.`, {
      code: 'address-refused',
      parameters: { host },
    });
  }
}
