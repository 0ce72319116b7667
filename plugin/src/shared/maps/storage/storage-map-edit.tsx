import { editStorageMap, getStorageMap, type StorageMapDetails } from '@gantry/bff/api/http/maps.ts';
import { call } from '../../api/call.ts';
import { useT } from '../../i18n.ts';
import { MapEdit, type OpenForm } from '../map-edit.tsx';
import type { MapGeneral } from '../map-fields.ts';
import { storageText, type StorageRow } from '../targets.ts';
import { useMapForm } from '../use-map-form.ts';
import { StorageMapForm } from './storage-map-form.tsx';
import { modesLack } from './modes.ts';
import { storageMapKind } from './storage-map-kind.ts';

function generalOf(map: StorageMapDetails): MapGeneral {
  return {
    name: map.name,
    project: map.namespace,
    source: map.source,
    target: map.target,
    targetProject: map.namespace,
  };
}

function EditForm({ opened, save, leave }: OpenForm<StorageMapDetails>) {
  const t = useT();
  const form = useMapForm<StorageRow>({
    initial: generalOf(opened),
    present: opened.rows,
    rowsOf: ({ storages }) => storages,
    lackOf: modesLack(t),
    save: (_, entries) => save(entries),
  });
  return <StorageMapForm form={form} mode="edit" onLeave={leave} />;
}

interface StorageMapEditProps {
  readonly map: StorageMapDetails;
  readonly onLeave: () => void;
}

export function StorageMapEdit({ map, onLeave }: StorageMapEditProps) {
  const params = { project: map.namespace, name: map.name };
  return (
    <MapEdit
      kind={storageMapKind}
      map={map}
      onLeave={onLeave}
      destinationText={(_, destination) => storageText(destination)}
      write={({ version }, entries) => call(editStorageMap, { params, query: {}, body: { version, entries } })}
      read={() => call(getStorageMap, { params, query: {}, body: undefined })}
      form={(open) => <EditForm key={open.opened.version} {...open} />}
    />
  );
}
