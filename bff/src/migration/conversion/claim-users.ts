import { pods } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';

export interface ClaimsInUse {
  readonly client: Client;
  readonly namespace: string | undefined;
  readonly claims: ReadonlySet<string>;
  /** What the asker itself has made is no other user. */
  readonly isOwn: (object: KubeObject) => boolean;
}

/** Who else would read or write the claims at the same time, in words: a VM counts that is halted, too, since it may start. */
export async function userOf({ client, namespace, claims, isOwn }: ClaimsInUse): Promise<string | undefined> {
  const place = namespace === undefined ? {} : { namespace };
  const others = (object: KubeObject) => !isOwn(object);
  const running = (await client.list(pods, place)).items
    .filter(others)
    .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  for (const { metadata, spec } of running) {
    const used = (spec.volumes ?? []).map((volume) => volume.persistentVolumeClaim?.claimName);
    const claim = used.find((name) => name !== undefined && claims.has(name));
    if (claim !== undefined) return `pod ${metadata.name} uses claim ${claim}`;
  }
  for (const { metadata, spec } of (await client.list(virtualMachines, place)).items.filter(others)) {
    const used = (spec.template.spec.volumes ?? []).map(
      (volume) => volume.persistentVolumeClaim?.claimName ?? volume.dataVolume?.name,
    );
    const claim = used.find((name) => name !== undefined && claims.has(name));
    if (claim !== undefined) return `VM ${metadata.name} uses claim ${claim}`;
  }
  return undefined;
}
