import type { NetworkMap } from '../api/generated/network-map.ts';
import { providers } from '../api/generated/provider.ts';
import type { StorageMap } from '../api/generated/storage-map.ts';
import { keyOf, type KubeObject, type ObjectKey, type Resource } from '../api/resource.ts';
import { generationChanged, watchMapped, watchObjects } from '../kube/controller-watch.ts';
import { startController, type Controller, type ReconcileResult } from '../kube/controller.ts';
import { isBlocked, type Finding } from '../migration/judgement/finding.ts';
import { writeJudgement } from '../migration/judgement/write-judgement.ts';
import { dependentsOf, readinessChanged } from './dependents.ts';
import { watchInventories } from './inventory-watch.ts';
import type { JudgingPorts } from './judging-ports.ts';
import { unawaited } from './unawaited-watch.ts';

interface JudgedMap<M extends NetworkMap | StorageMap> {
  readonly findings: Finding[];
  readonly status: Partial<M['status']>;
  /** It rests on something that no watch tells of. */
  readonly requeueAfterMs?: number;
}

/** What network maps and storage maps differ in. */
export interface MapKind<M extends NetworkMap | StorageMap> {
  readonly name: string;
  readonly kind: M['kind'];
  readonly maps: Resource<M>;
  /** What entries lead to. */
  readonly targets: Resource;
  leadsTo(map: M, target: KubeObject): boolean;
  judge(ports: JudgingPorts, map: M): Promise<JudgedMap<M>>;
  /** The sentence of a map that can be used. */
  readonly ready: string;
}

/** Keeps the status of maps of one kind. */
export function startMapController<M extends NetworkMap | StorageMap>(
  ports: JudgingPorts,
  kind: MapKind<M>,
): Controller {
  const { cluster, clock, log, observer } = ports;
  const maps = cluster.informer({ resource: kind.maps });
  const sources = cluster.informer({ resource: providers });
  const targets = cluster.informer({ resource: kind.targets });
  const dependents = dependentsOf(maps);
  const leadingTo = (target: KubeObject) =>
    maps
      .list()
      .filter((map) => kind.leadsTo(map, target))
      .map(keyOf);
  return startController({
    name: kind.name,
    clock,
    log,
    observer,
    watches: [
      watchObjects(maps, { updated: generationChanged }),
      watchMapped(sources, dependents, { updated: readinessChanged }),
      unawaited(watchMapped(targets, leadingTo, { updated: () => false })),
      watchInventories({ ...ports, providers: sources }, dependents),
    ],
    reconcile: (key) => reconcile(ports, kind, key),
  });
}

async function reconcile<M extends NetworkMap | StorageMap>(
  ports: JudgingPorts,
  kind: MapKind<M>,
  key: ObjectKey,
): Promise<ReconcileResult | undefined> {
  const map = ports.cluster.informer({ resource: kind.maps }).get(key);
  if (map === undefined || map.metadata.deletionTimestamp !== undefined) return undefined;
  const { findings, status, requeueAfterMs } = await kind.judge(ports, map);
  const all = isBlocked(kind.kind, findings) ? findings : [...findings, { type: 'Ready', message: kind.ready }];
  await writeJudgement({ ...ports, client: ports.cluster.client }, kind.maps, { object: map, findings: all, status });
  return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
}
