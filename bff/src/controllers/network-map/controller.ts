import { networkMaps, type NetworkMap } from '../../api/generated/network-map.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { Controller } from '../../kube/controller.ts';
import { gatherNetworkMap, references } from '../../migration/judgement/gather-maps.ts';
import { judgeNetworkMap } from '../../migration/judgement/map-checks.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import type { JudgingPorts } from '../judging-ports.ts';
import { startMapController, type MapKind } from '../map-controller.ts';

const networkMapKind: MapKind<NetworkMap> = {
  name: 'network-map',
  kind: 'NetworkMap',
  maps: networkMaps,
  targets: networkAttachmentDefinitions,
  ready: 'The network map is ready.',
  leadsTo: (map, { metadata: { name, namespace } }) =>
    specOf(map)?.map.some(({ destination }) => destination.name === name && destination.namespace === namespace) ??
    false,
  judge: async (ports, map) => {
    const scope = await gatherNetworkMap(ports, map);
    return { findings: judgeNetworkMap(scope), status: { references: references(scope.pairs) } };
  },
};

export const startNetworkMapController = (ports: JudgingPorts): Controller => startMapController(ports, networkMapKind);
