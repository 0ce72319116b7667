import { PageSection } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { createStorageMap } from '@gantry/bff/api/http/maps.ts';
import { detailsAddress, listAddress } from '../../shared/address.ts';
import { call } from '../../shared/api/call.ts';
import { useT } from '../../shared/i18n.ts';
import type { MapGeneral } from '../../shared/maps/map-fields.ts';
import type { StorageRow } from '../../shared/maps/targets.ts';
import { useMapForm } from '../../shared/maps/use-map-form.ts';
import { useProjectScope } from '../../shared/page/list-scope.ts';
import { PageFrame } from '../../shared/page/page-frame.tsx';
import { toast } from '../../shared/page/toasts.tsx';
import { StorageMapForm } from '../../shared/maps/storage/storage-map-form.tsx';
import { modesLack } from '../../shared/maps/storage/modes.ts';
import { storageMapKind } from '../../shared/maps/storage/storage-map-kind.ts';

const { words } = storageMapKind;

export function StorageMapCreatePage() {
  const t = useT();
  const navigate = useNavigate();
  const { project, newIn } = useProjectScope();
  const list = listAddress('StorageMap', project);
  const initial: MapGeneral = { name: '', project: newIn, targetProject: newIn };
  const form = useMapForm<StorageRow>({
    initial,
    rowsOf: ({ storages }) => storages,
    lackOf: modesLack(t),
    save: async ({ name, project: namespace, source, target }, entries) => {
      if (source === undefined || target === undefined) return;
      const body = { name, source, target, entries };
      const created = await call(createStorageMap, { params: { project: namespace }, query: {}, body });
      toast(t(words.created, { name }));
      void navigate(detailsAddress('StorageMap', created));
    },
  });
  return (
    <PageFrame title={t(words.create)} parent={{ title: t(words.plural), to: list }}>
      <PageSection hasBodyWrapper={false}>
        <StorageMapForm form={form} mode="create" onLeave={() => void navigate(list)} />
      </PageSection>
    </PageFrame>
  );
}
