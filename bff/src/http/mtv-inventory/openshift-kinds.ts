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

const kindOf = (group: string, version: string, kind: string, scope: Resource['scope']): Resource => ({
  group,
  version,
  kind,
  plural: `${kind.toLowerCase()}s`,
  scope,
});
const sizing = (kind: string, scope: Resource['scope']) => kindOf('instancetype.kubevirt.io', 'v1beta1', kind, scope);
const userDefined = (kind: string, scope: Resource['scope']) => kindOf('k8s.ovn.org', 'v1', kind, scope);

/** `object` of an entry is the Kubernetes object. */
export const clusterKinds: readonly ClusterKind[] = [
  { collection: 'namespaces', resource: namespaces },
  { collection: 'storageclasses', resource: storageClasses },
  {
    collection: 'networkattachmentdefinitions',
    resource: networkAttachmentDefinitions,
    hides: isPrimaryNetwork,
    sharedNamespaces: ['default'],
  },
  { collection: 'instancetypes', resource: sizing('VirtualMachineInstancetype', 'Namespaced') },
  { collection: 'clusterinstancetypes', resource: sizing('VirtualMachineClusterInstancetype', 'Cluster') },
  { collection: 'vms', resource: virtualMachines },
  { collection: 'persistentvolumeclaims', resource: persistentVolumeClaims },
  { collection: 'datavolumes', resource: dataVolumes },
  { collection: 'kubevirts', resource: kindOf('kubevirt.io', 'v1', 'KubeVirt', 'Namespaced') },
  // Beyond MTV.
  { collection: 'preferences', resource: sizing('VirtualMachinePreference', 'Namespaced') },
  { collection: 'clusterpreferences', resource: sizing('VirtualMachineClusterPreference', 'Cluster') },
  { collection: 'userdefinednetworks', resource: userDefined('UserDefinedNetwork', 'Namespaced') },
  { collection: 'clusteruserdefinednetworks', resource: userDefined('ClusterUserDefinedNetwork', 'Cluster') },
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
