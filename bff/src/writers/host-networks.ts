import { hosts, type Host } from '../api/generated/host.ts';
import { secrets, type Secret } from '../api/kinds/core.ts';
import { keyOf, type ObjectKey } from '../api/resource.ts';
import { ConflictError } from '../platform/errors.ts';
import { ensure } from './ensure.ts';
import { patchedAgain } from './patched-again.ts';
import type { Writer } from './writer.ts';

const apiVersion = 'forklift.konveyor.io/v1beta1';

/** Marks Secrets that Gantry made for a Host. */
const madeForHost = 'gantry.dev/made-for-host';

/** Version of the Secret that was written last: nobody watches Secrets, so this has the Host looked at again. */
const credentialsVersion = 'gantry.dev/credentials-version';

interface Place {
  /** At the provider. */
  readonly id: string;
  readonly name: string;
}

export interface HostCredentials {
  readonly user: string;
  readonly password: string;
}

export interface HostNetworks extends HostCredentials {
  /** Hosts stand beside it. */
  readonly provider: ObjectKey & { readonly namespace: string };
  readonly hosts: readonly (Place & { readonly address: string })[];
}

export function meansHost({ spec }: Partial<Pick<Host, 'spec'>>, { id, name }: Place): boolean {
  return spec?.id ? spec.id === id : spec?.name === name;
}

async function hostsOf({ client }: Writer, { namespace, name }: ObjectKey): Promise<Host[]> {
  const { items } = await client.list(hosts, { namespace });
  return items.filter((host) => (host as Partial<Host>).spec?.provider.name === name);
}

/**
 * Has disks of hosts read at these addresses: each host gets a Host object, or the one that means it is changed, with a
 * Secret that goes with it. A request that died half-way is completed by sending it again.
 */
export async function chooseHostNetworks(
  writer: Writer,
  choice: HostNetworks,
): Promise<{ id: string; name: string }[]> {
  const { provider } = choice;
  const known = (await hostsOf(writer, provider)).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const chosen: { id: string; name: string }[] = [];
  for (const place of choice.hosts) {
    const present = known.find((host) => meansHost(host, place));
    const key = { namespace: provider.namespace, name: present?.metadata.name ?? `${provider.name}-${place.id}` };
    const wanted = specOf(key, provider, place);
    const secret = await ownSecret(writer, key);
    const host = present ?? (await ensure(writer, hosts, { apiVersion, kind: 'Host', metadata: key, spec: wanted }));
    const { metadata } = await writeSecret(writer, { host, secret, credentials: choice });
    await pointAt(writer, key, { ...wanted, version: metadata.resourceVersion ?? '' });
    chosen.push({ id: place.id, name: key.name });
  }
  return chosen;
}

function specOf(key: ObjectKey, provider: HostNetworks['provider'], { id, address }: HostNetworks['hosts'][number]) {
  const secret = { namespace: provider.namespace, name: secretNameOf(key.name) };
  return { id, ipAddress: address, provider: { namespace: provider.namespace, name: provider.name }, secret };
}

function secretNameOf(host: string): string {
  return `${host}-creds`;
}

/** What stands where the Secret of the Host belongs. Throws ConflictError (`name-taken`) where it is somebody else's. */
async function ownSecret({ client }: Writer, { namespace = '', name: host }: ObjectKey): Promise<Secret | undefined> {
  const name = secretNameOf(host);
  const present = await client.find(secrets, { namespace, name });
  if (present === undefined || present.metadata.annotations?.[madeForHost] === host) return present;
  throw new ConflictError(`Project ${namespace} already has a secret named ${name}.`, {
    code: 'name-taken',
    parameters: { kind: 'secret', name, project: namespace },
  });
}

interface SecretWrite {
  readonly host: Host;
  readonly secret: Secret | undefined;
  readonly credentials: HostCredentials;
}

function writeSecret({ client }: Writer, { host, secret, credentials }: SecretWrite): Promise<Secret> {
  const { namespace, name, uid = '' } = host.metadata;
  const key = { namespace, name: secretNameOf(name) };
  const ownerReferences = [{ apiVersion, kind: 'Host', name, uid }];
  const stringData = { user: credentials.user, password: credentials.password };
  if (secret !== undefined) {
    const { resourceVersion } = secret.metadata;
    return client.mergePatch(secrets, key, { metadata: { resourceVersion, ownerReferences }, stringData });
  }
  return client.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...key,
      // MTV's clients find Secrets of hosts by these.
      labels: { createdForResourceType: 'hosts', createdForResource: name },
      annotations: { [madeForHost]: name },
      ownerReferences,
    },
    type: 'Opaque',
    stringData,
  });
}

type Pointed = Pick<Host['spec'], 'ipAddress' | 'secret'> & { readonly version: string };

/** The Secret is there already: no address is tried with credentials that were meant for another. */
async function pointAt(writer: Writer, key: ObjectKey, { ipAddress, secret, version }: Pointed): Promise<void> {
  await patchedAgain(writer, hosts, key, ({ metadata, spec }) =>
    spec.ipAddress === ipAddress &&
    spec.secret.name === secret.name &&
    metadata.annotations?.[credentialsVersion] === version
      ? undefined
      : { annotations: { [credentialsVersion]: version }, spec: { ipAddress, secret } },
  );
}

/** Deletes every Host that means one of the places; Secrets that Gantry made go with theirs. */
export async function forgetHostNetworks(
  writer: Writer,
  { provider, places }: { readonly provider: ObjectKey; readonly places: readonly Place[] },
): Promise<number> {
  const meant = (await hostsOf(writer, provider)).filter((host) => places.some((place) => meansHost(host, place)));
  for (const host of meant) await writer.client.delete(hosts, keyOf(host), { uid: host.metadata.uid });
  return meant.length;
}
