import { PageSection } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { createNetworkMap } from '@gantry/bff/api/http/maps.ts';
import { detailsAddress, listAddress } from '../../shared/address.ts';
import { call } from '../../shared/api/call.ts';
import { useT } from '../../shared/i18n.ts';
import type { MapGeneral } from '../../shared/maps/map-fields.ts';
import type { NetworkRow } from '../../shared/maps/targets.ts';
import { useMapForm } from '../../shared/maps/use-map-form.ts';
import { useProjectScope } from '../../shared/page/list-scope.ts';
import { PageFrame } from '../../shared/page/page-frame.tsx';
import { toast } from '../../shared/page/toasts.tsx';
import { NetworkMapForm } from '../../shared/maps/network/network-map-form.tsx';
import { networkMapKind } from '../../shared/maps/network/network-map-kind.ts';

const { words } = networkMapKind;

export function NetworkMapCreatePage() {
  const t = useT();
  const navigate = useNavigate();
  const { project, newIn } = useProjectScope();
  const list = listAddress('NetworkMap', project);
  const initial: MapGeneral = { name: '', project: newIn, targetProject: newIn };
  const form = useMapForm<NetworkRow>({
    initial,
    rowsOf: ({ networks }) => networks,
    save: async ({ name, project: namespace, source, target }, entries) => {
      if (source === undefined || target === undefined) return;
      const body = { name, source, target, entries };
      const created = await call(createNetworkMap, { params: { project: namespace }, query: {}, body });
      toast(t(words.created, { name }));
      void navigate(detailsAddress('NetworkMap', created));
    },
  });
  return (
    <PageFrame title={t(words.create)} parent={{ title: t(words.plural), to: list }}>
      <PageSection hasBodyWrapper={false}>
        <NetworkMapForm form={form} mode="create" onLeave={() => void navigate(list)} />
      </PageSection>
    </PageFrame>
  );
}
