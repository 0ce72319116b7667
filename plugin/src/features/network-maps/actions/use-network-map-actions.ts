import { useMapActions } from '../../../shared/maps/use-map-actions.ts';
import type { ActionsOfResource, Resource } from '../../../shared/page/console-actions.ts';
import { networkMapKind } from '../../../shared/maps/network/network-map-kind.ts';

/** What can be done with a network map, for menus of the console. */
export function useNetworkMapActions(resource: Resource): ActionsOfResource {
  return useMapActions(networkMapKind, resource);
}
