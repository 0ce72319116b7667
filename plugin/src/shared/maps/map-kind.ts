import type {
  createNetworkMap,
  createStorageMap,
  deleteNetworkMap,
  editNetworkMap,
  editStorageMap,
  getNetworkMap,
  getStorageMap,
  listNetworkMaps,
} from '@gantry/bff/api/http/maps.ts';

type Words =
  | 'plural'
  | 'create'
  | 'edit'
  | 'change'
  | 'viewAll'
  | 'viewAllIn'
  | 'view'
  | 'firstUse'
  | 'firstUseText'
  | 'mayCreate'
  | 'mayEdit'
  | 'mayDelete'
  | 'askDelete'
  | 'delete'
  | 'deleted'
  | 'created'
  | 'saved'
  | 'gone'
  | 'all'
  | 'rows';

/** What network maps and storage maps differ in: their operations and words. */
export interface MapKind {
  readonly kind: 'NetworkMap' | 'StorageMap';
  readonly resource: 'networkmaps' | 'storagemaps';
  readonly list: typeof listNetworkMaps;
  readonly get: typeof getNetworkMap | typeof getStorageMap;
  readonly create: typeof createNetworkMap | typeof createStorageMap;
  readonly edit: typeof editNetworkMap | typeof editStorageMap;
  readonly remove: typeof deleteNetworkMap;
  /** Keys of the catalog. */
  readonly words: Readonly<Record<Words, string>>;
}
