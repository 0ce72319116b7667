import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { getHook } from '@gantry/bff/api/http/hooks.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useT } from '../../../shared/i18n.ts';
import { consoleActions, type ActionsOfResource, type Resource } from '../../../shared/page/console-actions.ts';
import { dialogQuery } from '../../../shared/page/use-dialog-in-address.ts';
import { hookActions } from './hook-actions.ts';

/** What can be done with a hook, for menus of the console. */
export function useHookActions({ metadata = {} }: Resource): ActionsOfResource {
  const t = useT();
  const navigate = useNavigate();
  const { namespace = '', name = '', uid, resourceVersion } = metadata;
  const { data, problem } = useOnce(`${uid ?? ''} ${resourceVersion ?? ''}`, (signal) =>
    call(getHook, { params: { project: namespace, name }, query: {}, body: undefined }, signal),
  );
  const rights = useAccess([
    { verb: 'patch', resource: 'hooks', namespace },
    { verb: 'delete', resource: 'hooks', namespace },
  ]);
  const actions = useMemo(() => {
    if (data === undefined) return [];
    const go = (address: string) => void navigate(address);
    const askDelete = () => go(`${detailsAddress('Hook', data)}${dialogQuery('delete')}`);
    return consoleActions(
      hookActions({ t, hook: data, go, askDelete, rights: { patch: rights?.[0], delete: rights?.[1] } }),
    );
  }, [data, rights, t, navigate]);
  return [actions, (data !== undefined && rights !== undefined) || problem !== undefined, undefined];
}
