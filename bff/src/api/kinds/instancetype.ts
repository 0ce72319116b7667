import type { KubeObject, Resource } from '../resource.ts';

/** CPU and memory of machines that name it. */
export interface InstanceType extends KubeObject {
  spec: { cpu?: { guest?: number }; memory?: { guest?: string } };
}

/** What suits a guest where its machine sets nothing else. */
export interface Preference extends KubeObject {
  spec?: { requirements?: { cpu?: { guest?: number }; memory?: { guest?: string }; architecture?: string } };
}

const of = { group: 'instancetype.kubevirt.io', version: 'v1beta1' } as const;

export const instanceTypes: Resource<InstanceType> = {
  ...of,
  plural: 'virtualmachineinstancetypes',
  kind: 'VirtualMachineInstancetype',
  scope: 'Namespaced',
};
export const clusterInstanceTypes: Resource<InstanceType> = {
  ...of,
  plural: 'virtualmachineclusterinstancetypes',
  kind: 'VirtualMachineClusterInstancetype',
  scope: 'Cluster',
};
export const preferences: Resource<Preference> = {
  ...of,
  plural: 'virtualmachinepreferences',
  kind: 'VirtualMachinePreference',
  scope: 'Namespaced',
};
export const clusterPreferences: Resource<Preference> = {
  ...of,
  plural: 'virtualmachineclusterpreferences',
  kind: 'VirtualMachineClusterPreference',
  scope: 'Cluster',
};
