import { useState } from 'react';
import { useNavigate } from 'react-router';
import { editStorageMap, type StorageMapDetails } from '@gantry/bff/api/http/maps.ts';
import { detailsAddress } from '../../shared/address.ts';
import { call } from '../../shared/api/call.ts';
import { useT } from '../../shared/i18n.ts';
import type { MapGeneral } from '../../shared/maps/map-fields.ts';
import type { StorageRow } from '../../shared/maps/targets.ts';
import { useMapForm } from '../../shared/maps/use-map-form.ts';
import { toast } from '../../shared/page/toasts.tsx';
import { StorageMapForm } from './storage-map-form.tsx';
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

/** The form as it was when it was opened: news from the server never overwrites what is chosen. */
export function StorageMapEdit({ map }: { readonly map: StorageMapDetails }) {
  const t = useT();
  const navigate = useNavigate();
  const [opened] = useState(map);
  const { namespace: project, name, version } = opened;
  const back = detailsAddress('StorageMap', opened);
  const form = useMapForm<StorageRow>({
    initial: generalOf(opened),
    present: opened.rows,
    rowsOf: ({ storages }) => storages,
    save: async (_, entries) => {
      await call(editStorageMap, { params: { project, name }, query: {}, body: { version, entries } });
      toast(t(storageMapKind.words.saved, { name }));
      void navigate(back);
    },
  });
  return <StorageMapForm form={form} mode="edit" onLeave={() => void navigate(back)} />;
}
