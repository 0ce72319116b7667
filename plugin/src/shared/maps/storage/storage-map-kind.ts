import {
  createStorageMap,
  deleteStorageMap,
  editStorageMap,
  getStorageMap,
  listStorageMaps,
} from '@gantry/bff/api/http/maps.ts';
import { key } from '../../i18n.ts';
import type { MapKind } from '../map-kind.ts';

export const storageMapKind = {
  kind: 'StorageMap',
  resource: 'storagemaps',
  list: listStorageMaps,
  get: getStorageMap,
  create: createStorageMap,
  edit: editStorageMap,
  remove: deleteStorageMap,
  words: {
    plural: key('Storage maps'),
    create: key('Create storage map'),
    change: key('Change storage map'),
    edit: key('Edit {{name}}'),
    viewAll: key('view storage maps'),
    viewAllIn: key('view storage maps in project {{project}}'),
    view: key('view storage map {{name}}'),
    firstUse: key('No storage maps yet'),
    firstUseText: key('A map says once where each datastore goes. The plan wizard can make one for you.'),
    mayCreate: key('You need permission to create storage maps here.'),
    mayEdit: key('You need permission to change storage maps in project {{project}}.'),
    mayDelete: key('You need permission to delete storage maps in project {{project}}.'),
    askDelete: key('Delete storage map {{name}}?'),
    delete: key('Delete storage map'),
    deleted: key('Storage map {{name}} is being deleted.'),
    created: key('Storage map {{name}} was created.'),
    saved: key('Storage map {{name}} was saved.'),
    gone: key('This storage map was deleted.'),
    all: key('All storage maps'),
    rows: key('Datastores'),
  },
} as const satisfies MapKind;
