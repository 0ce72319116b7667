import { useState } from 'react';
import { listInventoryVms, type InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import type { Named } from '../address.ts';
import { problemFrom } from '../api/api-error.ts';
import { call } from '../api/call.ts';
import { useT } from '../i18n.ts';
import { messageOf, say } from '../messages/say.ts';
import { toastFailure } from '../page/toasts.tsx';
import type { ListQuery } from '../table/list-query.ts';
import { vmServerQuery } from './use-vm-page.ts';

const size = 200;

interface SelectMatchingOptions {
  readonly source: Named;
  /** No more machines than that are selected, to within a page. */
  readonly limit: number;
  readonly select: (vms: readonly InventoryVm[]) => void;
}

/** Selects every machine that matches a query, whatever page it stands on. */
export function useSelectMatching({ source: { namespace, name }, limit, select }: SelectMatchingOptions) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const selectMatching = async (query: ListQuery) => {
    setBusy(true);
    try {
      let matching = limit;
      for (let page = 1; (page - 1) * size < Math.min(matching, limit); page++) {
        const answer = await call(listInventoryVms, {
          params: { project: namespace, name },
          query: vmServerQuery({ ...query, page, size }),
          body: undefined,
        });
        matching = answer.matching;
        select(answer.rows);
      }
    } catch (error) {
      // What was read before stays selected, and the count says how many that is.
      toastFailure(t('Not all matching VMs were selected'), say(t, messageOf(problemFrom(error))).what);
    } finally {
      setBusy(false);
    }
  };
  return { selectMatching, busy };
}
