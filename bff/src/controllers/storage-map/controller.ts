import { storageMaps, type StorageMap } from '../../api/generated/storage-map.ts';
import { storageClasses } from '../../api/kinds/core.ts';
import type { Controller } from '../../kube/controller.ts';
import { gatherStorageMap, references } from '../../migration/judgement/gather-maps.ts';
import { judgeStorageMap } from '../../migration/judgement/map-checks.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import type { JudgingPorts } from '../judging-ports.ts';
import { startMapController, type MapKind } from '../map-controller.ts';

/** Profiles of classes, and what administrators say of provisioners, are looked at this often. */
const modesLookMs = 60_000;

const storageMapKind = (serviceNamespace: string): MapKind<StorageMap> => ({
  name: 'storage-map',
  kind: 'StorageMap',
  maps: storageMaps,
  targets: storageClasses,
  ready: 'The storage map is ready.',
  leadsTo: (map, { metadata }) =>
    specOf(map)?.map.some(({ destination }) => destination.storageClass === metadata.name) ?? false,
  judge: async (ports, map) => {
    const scope = await gatherStorageMap({ ...ports, serviceNamespace }, map);
    return {
      findings: judgeStorageMap(scope),
      status: { references: references(scope.pairs) },
      ...(scope.modes !== undefined && { requeueAfterMs: modesLookMs }),
    };
  },
});

export interface StorageMapPorts extends JudgingPorts {
  readonly serviceNamespace: string;
}

export const startStorageMapController = (ports: StorageMapPorts): Controller =>
  startMapController(ports, storageMapKind(ports.serviceNamespace));
