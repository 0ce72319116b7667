import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/** A name resolver that knows one answer: a name that was judged cannot change its mind before it is used. */
export function pinnedLookup(address: string): LookupFunction {
  const family = isIP(address);
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}
