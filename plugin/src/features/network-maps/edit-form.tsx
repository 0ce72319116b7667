import { useState } from 'react';
import { useNavigate } from 'react-router';
import { editNetworkMap, type NetworkMapDetails } from '@gantry/bff/api/http/maps.ts';
import { detailsAddress } from '../../shared/address.ts';
import { call } from '../../shared/api/call.ts';
import { useT } from '../../shared/i18n.ts';
import type { MapGeneral } from '../../shared/maps/map-fields.ts';
import type { NetworkRow } from '../../shared/maps/targets.ts';
import { useMapForm } from '../../shared/maps/use-map-form.ts';
import { toast } from '../../shared/page/toasts.tsx';
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

/** The form as it was when it was opened: news from the server never overwrites what is chosen. */
export function NetworkMapEdit({ map }: { readonly map: NetworkMapDetails }) {
  const t = useT();
  const navigate = useNavigate();
  const [opened] = useState(map);
  const { namespace: project, name, version } = opened;
  const back = detailsAddress('NetworkMap', opened);
  const form = useMapForm<NetworkRow>({
    initial: generalOf(opened),
    present: opened.rows,
    rowsOf: ({ networks }) => networks,
    save: async (_, entries) => {
      await call(editNetworkMap, { params: { project, name }, query: {}, body: { version, entries } });
      toast(t(networkMapKind.words.saved, { name }));
      void navigate(back);
    },
  });
  return <NetworkMapForm form={form} mode="edit" onLeave={() => void navigate(back)} />;
}
