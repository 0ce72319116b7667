import { EventRecorder } from '../api/events.ts';
import { kinds } from '../api/kinds.ts';
import type { Claim, StorageClass } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { formatBytes, parseBytes, roundUp } from '../../quantity.ts';
import { refOf } from '../api/objects.ts';
import { real, sleep } from '../api/time.ts';
import { startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { chooseClass, classParameters, noProvisioner } from './storage-classes.ts';
import { createVolumeFile } from './volume-files.ts';

export const selectedNodeAnnotation = 'volume.kubernetes.io/selected-node';
export const provisionedByAnnotation = 'pv.kubernetes.io/provisioned-by';

/** Makes a volume for every claim that asks for one of a class with a provisioner. */
export function startProvisioner(context: OperatorContext): Loop {
  const { stores, clock, signal, timings } = context;
  const events = new EventRecorder(context.client, clock, 'sandbox-provisioner');
  const waited = new Set<string>();

  const loop = startLoop(context, 'provisioner', stores.claims, async (key) => {
    const claim = stores.claims.get(refOf(key));
    if (!claim || claim.metadata.deletionTimestamp || claim.spec.volumeName || claim.spec.selector) return undefined;
    if (claim.spec.storageClassName === '') return undefined;
    const storageClass = chooseClass(stores.storageClasses.all(), claim.spec.storageClassName);
    if (!storageClass || storageClass.provisioner === noProvisioner) return undefined;
    if (claim.spec.storageClassName === undefined) {
      await stores.claims.patch(claim, { spec: { storageClassName: storageClass.metadata.name } });
      return undefined;
    }
    if (!isDue(claim, storageClass) || stores.volumes.get({ name: volumeNameOf(claim) })) return undefined;
    const parameters = storageClass.parameters ?? {};
    const behaviour = parameters[classParameters.provisioning];
    if (behaviour === 'never') return undefined;
    if (behaviour === 'fail') {
      const message = `failed to provision volume with StorageClass "${storageClass.metadata.name}": out of capacity`;
      await events.warn(kinds.claim, claim, 'ProvisioningFailed', message);
      return 15_000;
    }
    if (!waited.has(claim.metadata.uid)) {
      waited.add(claim.metadata.uid);
      const slowMs = behaviour === 'slow' ? 1000 * Number(parameters[classParameters.delaySeconds] ?? 30) : 0;
      await sleep(clock, timings.provisionMs + slowMs, signal);
    }
    await provision(context, claim, storageClass);
    return undefined;
  });

  stores.storageClasses.onChange(() => {
    for (const claim of stores.claims.all()) {
      if (!claim.spec.volumeName) loop.add(`${claim.metadata.namespace ?? ''}/${claim.metadata.name}`);
    }
  });
  return loop;
}

/** Claims with a populator's source are bound to what the populator has filled; others wait for their first consumer. */
function isDue(claim: Claim, storageClass: StorageClass): boolean {
  if ((claim.spec.dataSourceRef ?? claim.spec.dataSource) !== undefined) return false;
  if (storageClass.volumeBindingMode !== 'WaitForFirstConsumer') return true;
  return claim.metadata.annotations?.[selectedNodeAnnotation] !== undefined;
}

function volumeNameOf(claim: Claim): string {
  return `pvc-${claim.metadata.uid}`;
}

async function provision(context: OperatorContext, claim: Claim, storageClass: StorageClass): Promise<void> {
  const { dataDir, clock, stores } = context;
  const step = Number(storageClass.parameters?.[classParameters.roundBytes] ?? 1);
  const capacity = roundUp(parseBytes(claim.spec.resources?.requests?.storage), step);
  const name = volumeNameOf(claim);
  const volumeMode = claim.spec.volumeMode ?? 'Filesystem';
  const file = await real(clock, createVolumeFile(dataDir, name, capacity, volumeMode));
  await stores.volumes.ensure({
    metadata: { name, annotations: { [provisionedByAnnotation]: storageClass.provisioner } },
    spec: {
      capacity: { storage: formatBytes(capacity) },
      accessModes: claim.spec.accessModes ?? ['ReadWriteOnce'],
      volumeMode,
      storageClassName: storageClass.metadata.name,
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      hostPath: { path: file },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: claim.metadata.namespace ?? '',
        name: claim.metadata.name,
        uid: claim.metadata.uid,
      },
    },
  });
}
