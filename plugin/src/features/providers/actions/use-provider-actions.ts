import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { getProvider } from '@gantry/bff/api/http/providers.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useT } from '../../../shared/i18n.ts';
import { consoleActions, type ActionsOfResource, type Resource } from '../../../shared/page/console-actions.ts';
import { dialogQuery } from '../../../shared/page/use-dialog-in-address.ts';
import { providerActions } from './provider-actions.ts';

/** What can be done with a provider, for menus of the console. */
export function useProviderActions({ metadata = {} }: Resource): ActionsOfResource {
  const t = useT();
  const navigate = useNavigate();
  const { namespace = '', name = '', uid, resourceVersion } = metadata;
  const { data, problem } = useOnce(`${uid ?? ''} ${resourceVersion ?? ''}`, (signal) =>
    call(getProvider, { params: { project: namespace, name }, query: {}, body: undefined }, signal),
  );
  const rights = useAccess([
    { verb: 'patch', resource: 'providers', namespace },
    { verb: 'delete', resource: 'providers', namespace },
  ]);
  const actions = useMemo(() => {
    if (data === undefined) return [];
    const go = (address: string) => void navigate(address);
    const askDelete = () => go(`${detailsAddress('Provider', data)}${dialogQuery('delete')}`);
    return consoleActions(
      providerActions({ t, provider: data, go, askDelete, rights: { patch: rights?.[0], delete: rights?.[1] } }),
    );
  }, [data, rights, t, navigate]);
  return [actions, (data !== undefined && rights !== undefined) || problem !== undefined, undefined];
}
