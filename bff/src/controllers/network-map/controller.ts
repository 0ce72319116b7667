import { networkMaps } from '../../api/generated/network-map.ts';
import { providers } from '../../api/generated/provider.ts';
import type { ObjectKey } from '../../api/resource.ts';
import { generationChanged, watchMapped, watchObjects } from '../../kube/controller-watch.ts';
import { startController, type Controller } from '../../kube/controller.ts';
import { isBlocked } from '../../migration/judgement/finding.ts';
import { gatherNetworkMap, references } from '../../migration/judgement/gather-maps.ts';
import { judgeNetworkMap } from '../../migration/judgement/map-checks.ts';
import { writeJudgement } from '../../migration/judgement/write-judgement.ts';
import { dependentsOf, readinessChanged } from '../dependents.ts';
import { watchInventories } from '../inventory-watch.ts';
import type { JudgingPorts } from '../judging-ports.ts';

/** Keeps the status of network maps. */
export function startNetworkMapController(ports: JudgingPorts): Controller {
  const { cluster, clock, log } = ports;
  const maps = cluster.informer({ resource: networkMaps });
  const sources = cluster.informer({ resource: providers });
  const dependents = dependentsOf(maps);
  return startController({
    name: 'network-map',
    clock,
    log,
    watches: [
      watchObjects(maps, { updated: generationChanged }),
      watchMapped(sources, dependents, { updated: readinessChanged }),
      watchInventories({ ...ports, providers: sources }, dependents),
    ],
    reconcile: (key) => reconcile(ports, key),
  });
}

async function reconcile(ports: JudgingPorts, key: ObjectKey): Promise<undefined> {
  const { client } = ports.cluster;
  const map = ports.cluster.informer({ resource: networkMaps }).get(key);
  if (map === undefined || map.metadata.deletionTimestamp !== undefined) return undefined;
  const scope = await gatherNetworkMap(ports, map);
  const found = judgeNetworkMap(scope);
  const ready = isBlocked('NetworkMap', found) ? [] : [{ type: 'Ready', message: 'The network map is ready.' }];
  const status = { references: references(scope.pairs) };
  await writeJudgement({ ...ports, client }, networkMaps, { object: map, findings: [...found, ...ready], status });
  return undefined;
}
