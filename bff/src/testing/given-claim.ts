import { persistentVolumeClaims, type PersistentVolumeClaim } from '../api/kinds/core.ts';
import { keyOf } from '../api/resource.ts';
import type { Client } from '../kube/client.ts';
import type { SourceMachine } from '../machine/source-machine.ts';

/** A claim in project prod that somebody has filled with a disk of the machine. */
export function givenClaim({ id, uuid, name, disks }: SourceMachine, index: number): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: `${name}-${index}`,
      namespace: 'prod',
      labels: { vmID: id, vmUUID: uuid },
      annotations: { 'forklift.konveyor.io/disk-source': disks[index]?.file ?? '' },
    },
    spec: { accessModes: ['ReadWriteOnce'], volumeMode: 'Block', storageClassName: 'ceph' },
    status: { phase: 'Bound', capacity: { storage: String(disks[index]?.capacityBytes ?? 0) } },
  };
}

export async function putClaims(client: Client, claims: readonly PersistentVolumeClaim[]): Promise<void> {
  for (const claim of claims) {
    await client.create(persistentVolumeClaims, claim);
    const { status = {} } = claim;
    await client.mergePatch(persistentVolumeClaims, keyOf(claim), { status }, { subresource: 'status' });
  }
}
