import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { detailsAddress } from '../address.ts';
import { call } from '../api/call.ts';
import { useAccess } from '../api/use-access.ts';
import { useOnce } from '../api/use-once.ts';
import { useT } from '../i18n.ts';
import { consoleActions, type ActionsOfResource, type Resource } from '../page/console-actions.ts';
import { dialogQuery } from '../page/use-dialog-in-address.ts';
import { mapActions } from './map-actions.ts';
import type { MapKind } from './map-kind.ts';

/** What can be done with a map, for menus of the console. */
export function useMapActions(kind: MapKind, { metadata = {} }: Resource): ActionsOfResource {
  const t = useT();
  const navigate = useNavigate();
  const { namespace = '', name = '', uid, resourceVersion } = metadata;
  const { data, problem } = useOnce(`${uid ?? ''} ${resourceVersion ?? ''}`, (signal) =>
    call(kind.get, { params: { project: namespace, name }, query: {}, body: undefined }, signal),
  );
  const rights = useAccess([
    { verb: 'patch', resource: kind.resource, namespace },
    { verb: 'delete', resource: kind.resource, namespace },
  ]);
  const actions = useMemo(() => {
    if (data === undefined) return [];
    const go = (address: string) => void navigate(address);
    return consoleActions(
      mapActions({
        t,
        kind,
        map: data,
        running: data.usedBy.filter(({ running }) => running).map((plan) => plan.name),
        rights: { patch: rights?.[0], delete: rights?.[1] },
        go,
        askDelete: () => go(`${detailsAddress(kind.kind, data)}${dialogQuery('delete')}`),
      }),
    );
  }, [data, kind, rights, t, navigate]);
  return [actions, (data !== undefined && rights !== undefined) || problem !== undefined, undefined];
}
