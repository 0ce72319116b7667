import { useMapActions } from '../../../shared/maps/use-map-actions.ts';
import type { ActionsOfResource, Resource } from '../../../shared/page/console-actions.ts';
import { storageMapKind } from '../../../shared/maps/storage/storage-map-kind.ts';

/** What can be done with a storage map, for menus of the console. */
export function useStorageMapActions(resource: Resource): ActionsOfResource {
  return useMapActions(storageMapKind, resource);
}
