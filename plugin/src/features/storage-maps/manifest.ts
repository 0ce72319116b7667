import { resourcePages, type FeatureManifest } from '../../shared/feature-manifest.ts';

export const storageMaps: FeatureManifest = {
  modules: {
    storageMapList: './features/storage-maps/list-page.tsx',
    storageMapCreate: './features/storage-maps/create-page.tsx',
    storageMapDetails: './features/storage-maps/details-page.tsx',
    storageMapActions: './features/storage-maps/actions/use-storage-map-actions.ts',
  },
  extensions: resourcePages({
    kind: 'StorageMap',
    label: '%plugin__gantry~Storage map%',
    labelPlural: '%plugin__gantry~Storage maps%',
    abbr: 'SM',
    color: '#a4400b',
    list: 'storageMapList.StorageMapListPage',
    create: 'storageMapCreate.StorageMapCreatePage',
    details: 'storageMapDetails.StorageMapDetailsPage',
    actions: 'storageMapActions.useStorageMapActions',
  }),
};
