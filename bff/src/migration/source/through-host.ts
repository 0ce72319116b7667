import { hosts } from '../../api/generated/host.ts';
import { secrets } from '../../api/kinds/core.ts';
import type { Client } from '../../kube/client.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { DriverContext, HostAccess, HostWay } from '../../providers/driver.ts';
import { secretRevision } from './secret-revision.ts';
import type { ReadHost } from './sources.ts';

export interface HostParts {
  readonly client: Client;
  readonly context: DriverContext;
  readonly access: HostAccess;
}

/** The way to a host's disks, with the address that the run froze and the credentials that the Host has now. */
export async function throughHost({ client, context, access }: HostParts, frozen: ReadHost): Promise<HostWay> {
  const { namespace, name, uid, address, fingerprint } = frozen;
  const host = await client.find(hosts, { namespace, name });
  const { secret: ref } = host?.spec ?? {};
  // Another Host of the name may be a way to somewhere else; Secrets are read beside it only.
  const isSame = host?.metadata.uid === uid && (ref?.namespace ?? namespace) === namespace;
  const secret = isSame && ref?.name ? await client.find(secrets, { namespace, name: ref.name }) : undefined;
  if (secret === undefined) {
    throw new NotFoundError(`The host ${name} or its Secret does not exist.`, {
      code: 'secret-missing',
      parameters: { provider: name },
    });
  }
  const data = Object.entries(secret.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]);
  return access.reach(
    {
      address,
      fingerprint,
      secret: Object.fromEntries(data) as Record<string, string>,
      revision: secretRevision(secret),
    },
    context,
  );
}
