import type { KubeObject, Resource } from '../resource.ts';

export interface NetworkAttachmentDefinition extends KubeObject {
  /** `config` is a CNI configuration as JSON text. */
  spec?: { config?: string };
}

export const networkAttachmentDefinitions: Resource<NetworkAttachmentDefinition> = {
  group: 'k8s.cni.cncf.io',
  version: 'v1',
  plural: 'network-attachment-definitions',
  kind: 'NetworkAttachmentDefinition',
  scope: 'Namespaced',
};
