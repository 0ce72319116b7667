import { kinds } from '../api/kinds.ts';
import type { Container, EnvVar, Pod, PodVolume } from '../api/kinds.ts';
import { parseBytes } from '../../quantity.ts';
import type { OperatorContext } from '../operator.ts';
import type { MountedDisk } from './program.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** What of the cluster a container sees: its environment, its disks, the files of its Secrets. */
export interface Surroundings {
  readonly environment: ReadonlyMap<string, string>;
  readonly disks: readonly MountedDisk[];
  readonly files: ReadonlyMap<string, Files>;
}

/** Something that the container needs does not exist (yet); its pod waits with this reason. */
export class NotMountable extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

export async function surroundingsOf(
  context: OperatorContext,
  pod: Pod,
  container: Container,
  address: string,
): Promise<Surroundings> {
  const volumes = new Map((pod.spec.volumes ?? []).map((volume) => [volume.name, volume]));
  const places = [
    ...(container.volumeMounts ?? []).map(({ name, mountPath }) => ({ name, at: mountPath })),
    ...(container.volumeDevices ?? []).map(({ name, devicePath }) => ({ name, at: devicePath })),
  ];
  const disks: MountedDisk[] = [];
  const files = new Map<string, Files>();
  for (const { name, at } of places) {
    const volume = volumes.get(name);
    const claimName = volume?.persistentVolumeClaim?.claimName;
    if (claimName !== undefined) disks.push(mountDisk(context, pod, claimName, at));
    else if (volume) files.set(at, await filesOf(context, pod, volume));
  }
  const environment = new Map<string, string>();
  for (const variable of container.env ?? []) {
    environment.set(variable.name, await valueOf(context, pod, variable, address));
  }
  return { environment, disks, files };
}

function mountDisk({ stores }: OperatorContext, pod: Pod, claimName: string, at: string): MountedDisk {
  const claim = stores.claims.get({ namespace: pod.metadata.namespace, name: claimName });
  const volume = stores.volumes.get({ name: claim?.spec.volumeName });
  const file = volume?.spec.hostPath?.path;
  if (claim?.status?.phase !== 'Bound' || !volume || file === undefined) {
    throw new NotMountable('ContainerCreating', `The claim ${claimName} is not bound.`);
  }
  return {
    at,
    mode: volume.spec.volumeMode ?? 'Filesystem',
    file,
    capacityBytes: parseBytes(volume.spec.capacity.storage),
  };
}

async function filesOf({ client }: OperatorContext, pod: Pod, volume: PodVolume): Promise<Files> {
  const namespace = pod.metadata.namespace;
  if (volume.secret) {
    const secret = await client.get(kinds.secret, { namespace, name: volume.secret.secretName });
    if (!secret) throw new NotMountable('ContainerCreating', `secret "${volume.secret.secretName}" not found`);
    return new Map(Object.entries(secret.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64')]));
  }
  if (volume.configMap) {
    const map = await client.get(kinds.configMap, { namespace, name: volume.configMap.name });
    if (!map) throw new NotMountable('ContainerCreating', `configmap "${volume.configMap.name}" not found`);
    return new Map(Object.entries(map.data ?? {}).map(([key, value]) => [key, Buffer.from(value)]));
  }
  return new Map();
}

async function valueOf({ client }: OperatorContext, pod: Pod, variable: EnvVar, address: string): Promise<string> {
  const { secretKeyRef, configMapKeyRef, fieldRef } = variable.valueFrom ?? {};
  const namespace = pod.metadata.namespace;
  if (secretKeyRef) {
    const value = (await client.get(kinds.secret, { namespace, name: secretKeyRef.name }))?.data?.[secretKeyRef.key];
    if (value === undefined) throw missingKey('secret', secretKeyRef);
    return Buffer.from(value, 'base64').toString('utf8');
  }
  if (configMapKeyRef) {
    const value = (await client.get(kinds.configMap, { namespace, name: configMapKeyRef.name }))?.data?.[
      configMapKeyRef.key
    ];
    if (value === undefined) throw missingKey('configmap', configMapKeyRef);
    return value;
  }
  if (fieldRef) return fieldOf(pod, fieldRef.fieldPath, address);
  return variable.value ?? '';
}

function missingKey(what: string, ref: { name: string; key: string }): NotMountable {
  return new NotMountable('CreateContainerConfigError', `couldn't find key ${ref.key} in ${what} ${ref.name}`);
}

function fieldOf(pod: Pod, path: string, address: string): string {
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec.nodeName,
    'status.podIP': address,
  };
  return fields[path] ?? '';
}
