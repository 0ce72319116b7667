import type { DataVolume } from '../api/kinds/cdi.ts';
import type { OwnerReference } from '../api/resource.ts';
import type { SourceDisk, SourceMachine } from '../machine/source-machine.ts';
import { alignedBytes } from './sizes.ts';
import type { WantedModes } from './volume-modes.ts';

export interface DataVolumeInput {
  readonly name: string;
  readonly namespace: string;
  readonly disk: Pick<SourceDisk, 'index' | 'file' | 'capacityBytes'>;
  readonly machine: Pick<SourceMachine, 'id' | 'uuid'>;
  readonly storage: WantedModes & { readonly storageClass: string };
  /** `blank: {}` for a disk that virt-v2v fills, else what the driver's transfers say. */
  readonly source: Readonly<Record<string, unknown>>;
  /** The guest on it still has to be converted. */
  readonly requiresConversion: boolean;
  /** Bind at once although the class waits for a consumer. */
  readonly bindImmediately?: boolean;
  readonly serviceAccount?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: OwnerReference;
}

/** The DataVolume of one disk. Modes that the map does not name are left to the class's StorageProfile. */
export function dataVolume(input: DataVolumeInput): DataVolume {
  const { storageClass, volumeMode, accessMode } = input.storage;
  return {
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'DataVolume',
    metadata: {
      name: input.name,
      namespace: input.namespace,
      labels: { ...input.labels, isDV: 'true' },
      annotations: { ...diskAnnotations(input), ...input.annotations },
      ...(input.owner && { ownerReferences: [input.owner] }),
    },
    spec: {
      source: input.source,
      storage: {
        storageClassName: storageClass,
        ...(volumeMode && { volumeMode }),
        ...(accessMode && { accessModes: [accessMode] }),
        resources: { requests: { storage: String(alignedBytes(input.disk.capacityBytes)) } },
      },
    },
  };
}

/** CDI copies them to the claim, where later steps and other clients read them. */
function diskAnnotations(input: DataVolumeInput): Record<string, string> {
  return {
    'forklift.konveyor.io/disk-source': input.disk.file,
    'forklift.konveyor.io/disk-index': String(input.disk.index),
    'forklift.konveyor.io/vm-id': input.machine.id,
    'forklift.konveyor.io/vm-uuid': input.machine.uuid,
    ...(input.requiresConversion && { 'forklift.konveyor.io/requires-conversion': 'true' }),
    'cdi.kubevirt.io/storage.deleteAfterCompletion': 'false',
    ...(input.bindImmediately === true && { 'cdi.kubevirt.io/storage.bind.immediate.requested': 'true' }),
    ...(input.serviceAccount && { 'cdi.kubevirt.io/storage.pod.serviceAccountName': input.serviceAccount }),
  };
}
