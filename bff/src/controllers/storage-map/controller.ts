import { storageMaps } from '../../api/generated/storage-map.ts';
import { providers } from '../../api/generated/provider.ts';
import { storageClasses } from '../../api/kinds/core.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../../api/resource.ts';
import { generationChanged, watchMapped, watchObjects } from '../../kube/controller-watch.ts';
import { startController, type Controller } from '../../kube/controller.ts';
import { isBlocked } from '../../migration/judgement/finding.ts';
import { gatherStorageMap, references } from '../../migration/judgement/gather-maps.ts';
import { judgeStorageMap } from '../../migration/judgement/map-checks.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { writeJudgement } from '../../migration/judgement/write-judgement.ts';
import { dependentsOf, readinessChanged } from '../dependents.ts';
import { watchInventories } from '../inventory-watch.ts';
import type { JudgingPorts } from '../judging-ports.ts';

/** Keeps the status of storage maps. */
export function startStorageMapController(ports: JudgingPorts): Controller {
  const { cluster, clock, log, observer } = ports;
  const maps = cluster.informer({ resource: storageMaps });
  const sources = cluster.informer({ resource: providers });
  const dependents = dependentsOf(maps);
  const withClass = ({ metadata }: KubeObject) =>
    maps
      .list()
      .filter((map) => specOf(map)?.map.some(({ destination }) => destination.storageClass === metadata.name))
      .map(keyOf);
  return startController({
    name: 'storage-map',
    clock,
    log,
    observer,
    watches: [
      watchObjects(maps, { updated: generationChanged }),
      watchMapped(sources, dependents, { updated: readinessChanged }),
      watchMapped(cluster.informer({ resource: storageClasses }), withClass, { updated: () => false }),
      watchInventories({ ...ports, providers: sources }, dependents),
    ],
    reconcile: (key) => reconcile(ports, key),
  });
}

async function reconcile(ports: JudgingPorts, key: ObjectKey): Promise<undefined> {
  const { client } = ports.cluster;
  const map = ports.cluster.informer({ resource: storageMaps }).get(key);
  if (map === undefined || map.metadata.deletionTimestamp !== undefined) return undefined;
  const scope = await gatherStorageMap(ports, map);
  const found = judgeStorageMap(scope);
  const ready = isBlocked('StorageMap', found) ? [] : [{ type: 'Ready', message: 'The storage map is ready.' }];
  const status = { references: references(scope.pairs) };
  await writeJudgement({ ...ports, client }, storageMaps, { object: map, findings: [...found, ...ready], status });
  return undefined;
}
