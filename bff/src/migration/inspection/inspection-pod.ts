import type { Pod } from '../../api/kinds/core.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { objectLabels } from '../labels.ts';
import { conversionPod, type ConversionPodInput } from '../pods/conversion-pod.ts';
import type { MachineScope } from '../scope.ts';
import { nameOf } from '../source/transfer.ts';

export function inspectionPodName(scope: Pick<MachineScope, 'run'>): string {
  return nameOf(scope, 'inspection');
}

/**
 * The pod in which virt-v2v-inspector reads a guest at the source, and writes nothing: it may be made as often as
 * anybody likes, so nothing keeps it.
 */
export function inspectionPod(
  scope: Pick<MachineScope, 'run' | 'resolved'>,
  input: Omit<ConversionPodInput, 'claims'>,
): Pod {
  const { metadata, spec, ...pod } = conversionPod(scope, { ...input, claims: [] });
  const { namespace, annotations } = metadata;
  const labels = { ...scope.resolved.options.convertorLabels, ...objectLabels(scope.run) };
  return {
    ...pod,
    metadata: {
      name: inspectionPodName(scope),
      ...(namespace && { namespace }),
      labels: { ...labels, 'forklift.app': 'virt-v2v-inspection' },
      ...(annotations && { annotations }),
    },
    spec: {
      ...spec,
      containers: spec.containers.map((container) => ({ ...container, name: 'virt-v2v-inspection', ports: [] })),
    },
  };
}

/** Files below the snapshot: they rest while the machine goes on writing above them. */
export function inspectedDisks({ disks }: Pick<SourceMachine, 'disks'>): Record<string, string> {
  return {
    V2V_remoteInspection: 'true',
    ...Object.fromEntries(disks.map(({ index, baseFile }) => [`V2V_remoteInspectDisk_${index}`, baseFile])),
  };
}
