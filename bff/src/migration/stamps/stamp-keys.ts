import { secrets, type Secret } from '../../api/kinds/core.ts';
import type { Client } from '../../kube/client.ts';
import type { StampKey } from './signed-stamp.ts';

/** In the namespace of the service: keys by name, of which the last in order signs. */
export const stampKeysName = 'gantry-stamp-keys';

const shortestBytes = 32;

/** Those that sign now first; none where no stamp was ever signed. */
export async function readStampKeys(
  client: Client,
  namespace: string,
  signal?: AbortSignal,
): Promise<readonly StampKey[]> {
  return stampKeysIn(await client.find(secrets, { name: stampKeysName, namespace }, { signal }));
}

/** Too short ones count for nothing. */
export function stampKeysIn(secret: Secret | undefined): readonly StampKey[] {
  return Object.entries(secret?.data ?? {})
    .map(([id, text]) => ({ id, secret: Buffer.from(text, 'base64') }))
    .filter((key) => key.secret.length >= shortestBytes)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}
