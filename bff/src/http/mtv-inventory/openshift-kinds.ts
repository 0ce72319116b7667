import { dataVolumes } from '../../api/kinds/cdi.ts';
import { namespaces, persistentVolumeClaims, storageClasses } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';

/** How one kind of a cluster is shown. */
export interface ClusterKind {
  /** Name in the REST API's paths. */
  readonly collection: string;
  readonly resource: Resource;
  /** Objects that are not shown at all. */
  readonly hides?: (object: KubeObject) => boolean;
  /** Namespaces beside its own that a provider outside the service's namespace shows. */
  readonly sharedNamespaces?: readonly string[];
}

const kubevirt = (kind: string, plural: string, group: string, scope: Resource['scope']): Resource => ({
  group,
  version: group === 'kubevirt.io' ? 'v1' : 'v1beta1',
  plural,
  kind,
  scope,
});
const instanceTypes = 'instancetype.kubevirt.io';

/** In MTV's order; `object` of an entry is the Kubernetes object. */
export const clusterKinds: readonly ClusterKind[] = [
  { collection: 'namespaces', resource: namespaces },
  { collection: 'storageclasses', resource: storageClasses },
  {
    collection: 'networkattachmentdefinitions',
    resource: networkAttachmentDefinitions,
    hides: isPrimaryNetwork,
    sharedNamespaces: ['default'],
  },
  {
    collection: 'instancetypes',
    resource: kubevirt('VirtualMachineInstancetype', 'virtualmachineinstancetypes', instanceTypes, 'Namespaced'),
  },
  {
    collection: 'clusterinstancetypes',
    resource: kubevirt(
      'VirtualMachineClusterInstancetype',
      'virtualmachineclusterinstancetypes',
      instanceTypes,
      'Cluster',
    ),
  },
  { collection: 'vms', resource: virtualMachines },
  { collection: 'persistentvolumeclaims', resource: persistentVolumeClaims },
  { collection: 'datavolumes', resource: dataVolumes },
  { collection: 'kubevirts', resource: kubevirt('KubeVirt', 'kubevirts', 'kubevirt.io', 'Namespaced') },
];

/** A network that pods get by living in a namespace: no machine can be attached to it as to a second one. */
function isPrimaryNetwork(object: KubeObject): boolean {
  const { spec } = object as KubeObject & { readonly spec?: { readonly config?: unknown } };
  const config = parsedConfig(spec?.config);
  return config.role === 'primary' || config.topology === 'layer3';
}

function parsedConfig(config: unknown): Readonly<Record<string, unknown>> {
  if (typeof config !== 'string') return {};
  try {
    const value: unknown = JSON.parse(config);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
