import { secrets } from '../api/kinds/core.ts';
import { isAlreadyExists } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';
import {
  keyIdOf,
  provenRequester,
  signedStamp,
  type Stamped,
  type StampKey,
} from '../migration/stamps/signed-stamp.ts';
import { readStampKeys, stampKeysIn, stampKeysName } from '../migration/stamps/stamp-keys.ts';
import type { Clock } from '../platform/clock.ts';
import { ExpiringCache } from '../platform/expiring-cache.ts';
import type { Requester } from '../platform/requester.ts';

/** What stamps are signed with and proven by. */
export interface Stamps {
  sign(requester: Requester, object: Stamped): Promise<string>;
  /** Whom the stamp of an object names, if this service has signed it for the object as it is. */
  proven(object: Stamped): Promise<Requester | undefined>;
}

export interface StampsOptions {
  readonly client: Client;
  /** Of the service. */
  readonly namespace: string;
  readonly clock: Clock;
  /** 32 random bytes. */
  readonly newKey: () => Uint8Array;
}

/** A key that was added signs, and one that was taken away proves nothing, after so long. */
const lifetimeMs = 60_000;

/** All replicas share the keys, in a Secret; the first that needs one makes it. */
export function openStamps({ client, namespace, clock, newKey }: StampsOptions): Stamps {
  const cache = new ExpiringCache<readonly StampKey[]>(clock, { lifetimeMs, limit: 1 });
  const known = () => cache.get('', () => readOrMake());

  async function readOrMake(): Promise<readonly StampKey[]> {
    const found = await readStampKeys(client, namespace);
    if (found.length > 0) return found;
    const data = { [new Date(clock.now()).toISOString().slice(0, 10)]: Buffer.from(newKey()).toString('base64') };
    const metadata = { name: stampKeysName, namespace };
    try {
      return stampKeysIn(await client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata, data }));
    } catch (error) {
      if (isAlreadyExists(error)) return readStampKeys(client, namespace);
      throw error;
    }
  }

  return {
    sign: async (requester, object) => {
      const [newest] = await known();
      if (newest === undefined) throw new Error(`The Secret ${stampKeysName} has no key of 32 bytes or more.`);
      return signedStamp(requester, object, newest);
    },
    proven: async (object) => {
      const keys = await known();
      // Another replica may have begun to sign with a new one.
      const isKnown = keys.some(({ id }) => id === keyIdOf(object));
      return provenRequester(object, isKnown ? keys : await readStampKeys(client, namespace));
    },
  };
}
