export type MapKind = 'NetworkMap' | 'StorageMap';

const reference = (kind: 'Plan' | 'Provider' | MapKind) => `forklift.konveyor.io~v1beta1~${kind}`;

/** Of the console's resource pages; a deep link that people share. */
export const addresses = {
  providers: (project: string) => `/k8s/ns/${project}/${reference('Provider')}`,
  newProvider: (project: string) => `/k8s/ns/${project}/${reference('Provider')}/~new`,
  provider: (project: string, name: string) => `/k8s/ns/${project}/${reference('Provider')}/${name}`,
  providerTab: (project: string, name: string, tab: string) =>
    `/k8s/ns/${project}/${reference('Provider')}/${name}/${tab}`,
  plans: (project: string) => `/k8s/ns/${project}/${reference('Plan')}`,
  newPlan: (project: string) => `/k8s/ns/${project}/${reference('Plan')}/~new`,
  plan: (project: string, name: string) => `/k8s/ns/${project}/${reference('Plan')}/${name}`,
  maps: (project: string, kind: MapKind) => `/k8s/ns/${project}/${reference(kind)}`,
  map: (project: string, kind: MapKind, name: string) => `/k8s/ns/${project}/${reference(kind)}/${name}`,
} as const;
