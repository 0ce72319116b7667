import { resourcePages, type FeatureManifest } from '../../shared/feature-manifest.ts';

export const networkMaps: FeatureManifest = {
  modules: {
    networkMapList: './features/network-maps/list-page.tsx',
    networkMapCreate: './features/network-maps/create-page.tsx',
    networkMapDetails: './features/network-maps/details-page.tsx',
    networkMapActions: './features/network-maps/actions/use-network-map-actions.ts',
  },
  extensions: resourcePages({
    kind: 'NetworkMap',
    label: '%plugin__gantry~Network map%',
    labelPlural: '%plugin__gantry~Network maps%',
    abbr: 'NM',
    color: '#5752d1',
    list: 'networkMapList.NetworkMapListPage',
    create: 'networkMapCreate.NetworkMapCreatePage',
    details: 'networkMapDetails.NetworkMapDetailsPage',
    actions: 'networkMapActions.useNetworkMapActions',
  }),
};
