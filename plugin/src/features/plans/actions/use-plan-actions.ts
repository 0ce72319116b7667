import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { getPlan } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useT } from '../../../shared/i18n.ts';
import { consoleActions, type ActionsOfResource, type Resource } from '../../../shared/page/console-actions.ts';
import { dialogQuery } from '../../../shared/page/use-dialog-in-address.ts';
import { planActions } from './plan-actions.ts';

/** What can be done with a plan, for menus of the console; each act asks in its dialog on the plan's page. */
export function usePlanActions({ metadata = {} }: Resource): ActionsOfResource {
  const t = useT();
  const navigate = useNavigate();
  const { namespace = '', name = '', uid, resourceVersion } = metadata;
  const { data, problem } = useOnce(`${uid ?? ''} ${resourceVersion ?? ''}`, (signal) =>
    call(getPlan, { params: { project: namespace, name }, query: {}, body: undefined }, signal),
  );
  const actions = useMemo(
    () =>
      data === undefined
        ? []
        : consoleActions(
            planActions(t, data, (action) => void navigate(`${detailsAddress('Plan', data)}${dialogQuery(action)}`)),
          ),
    [data, t, navigate],
  );
  return [actions, data !== undefined || problem !== undefined, undefined];
}
