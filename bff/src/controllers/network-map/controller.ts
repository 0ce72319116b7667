import { networkMaps } from '../../api/generated/network-map.ts';
import { providers } from '../../api/generated/provider.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../../api/resource.ts';
import { generationChanged, watchMapped, watchObjects } from '../../kube/controller-watch.ts';
import { startController, type Controller } from '../../kube/controller.ts';
import { isBlocked } from '../../migration/judgement/finding.ts';
import { gatherNetworkMap, references } from '../../migration/judgement/gather-maps.ts';
import { judgeNetworkMap } from '../../migration/judgement/map-checks.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { writeJudgement } from '../../migration/judgement/write-judgement.ts';
import { dependentsOf, readinessChanged } from '../dependents.ts';
import { watchInventories } from '../inventory-watch.ts';
import type { JudgingPorts } from '../judging-ports.ts';
import { unawaited } from '../unawaited-watch.ts';

/** Keeps the status of network maps. */
export function startNetworkMapController(ports: JudgingPorts): Controller {
  const { cluster, clock, log, observer } = ports;
  const maps = cluster.informer({ resource: networkMaps });
  const sources = cluster.informer({ resource: providers });
  const targets = cluster.informer({ resource: networkAttachmentDefinitions });
  const dependents = dependentsOf(maps);
  const withTarget = ({ metadata }: KubeObject) =>
    maps
      .list()
      .filter((map) =>
        specOf(map)?.map.some(
          ({ destination }) => destination.name === metadata.name && destination.namespace === metadata.namespace,
        ),
      )
      .map(keyOf);
  return startController({
    name: 'network-map',
    clock,
    log,
    observer,
    watches: [
      watchObjects(maps, { updated: generationChanged }),
      watchMapped(sources, dependents, { updated: readinessChanged }),
      unawaited(watchMapped(targets, withTarget, { updated: () => false })),
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
