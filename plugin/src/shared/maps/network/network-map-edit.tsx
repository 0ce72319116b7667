import { editNetworkMap, getNetworkMap, type NetworkMapDetails } from '@gantry/bff/api/http/maps.ts';
import { call } from '../../api/call.ts';
import { MapEdit, type OpenForm } from '../map-edit.tsx';
import type { MapGeneral } from '../map-fields.ts';
import { destinationText, type NetworkRow } from '../targets.ts';
import { useMapForm } from '../use-map-form.ts';
import { NetworkMapForm } from './network-map-form.tsx';
import { networkMapKind } from './network-map-kind.ts';

function generalOf(map: NetworkMapDetails): MapGeneral {
  const [attachment] = map.rows.flatMap(({ destination }) =>
    destination.type === 'multus' && destination.namespace !== 'default' ? [destination.namespace] : [],
  );
  return {
    name: map.name,
    project: map.namespace,
    source: map.source,
    target: map.target,
    targetProject: attachment ?? map.namespace,
  };
}

function EditForm({ opened, save, leave }: OpenForm<NetworkMapDetails>) {
  const form = useMapForm<NetworkRow>({
    initial: generalOf(opened),
    present: opened.rows,
    rowsOf: ({ networks }) => networks,
    save: (_, entries) => save(entries),
  });
  return <NetworkMapForm form={form} mode="edit" onLeave={leave} />;
}

interface NetworkMapEditProps {
  readonly map: NetworkMapDetails;
  readonly onLeave: () => void;
}

export function NetworkMapEdit({ map, onLeave }: NetworkMapEditProps) {
  const params = { project: map.namespace, name: map.name };
  return (
    <MapEdit
      kind={networkMapKind}
      map={map}
      onLeave={onLeave}
      destinationText={destinationText}
      write={({ version }, entries) => call(editNetworkMap, { params, query: {}, body: { version, entries } })}
      read={() => call(getNetworkMap, { params, query: {}, body: undefined })}
      form={(open) => <EditForm key={open.opened.version} {...open} />}
    />
  );
}
