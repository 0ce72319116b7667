import { useState, type Dispatch } from 'react';
import { listInventoryVms } from '@gantry/bff/api/http/inventory.ts';
import type { Named } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { vmServerQuery } from '../../../shared/inventory/use-vm-page.ts';
import type { ListQuery } from '../../../shared/table/list-query.ts';
import { planLimit } from './checks.ts';
import type { DraftAction } from './draft.ts';

const size = 200;

/** Selects every machine that matches a query, whatever page it stands on, up to what a plan holds. */
export function useSelectMatching({ namespace, name }: Named, dispatch: Dispatch<DraftAction>) {
  const [busy, setBusy] = useState(false);
  const selectMatching = async (query: ListQuery) => {
    setBusy(true);
    try {
      let matching = planLimit;
      for (let page = 1; (page - 1) * size < Math.min(matching, planLimit); page++) {
        const answer = await call(listInventoryVms, {
          params: { project: namespace, name },
          query: vmServerQuery({ ...query, page, size }),
          body: undefined,
        });
        matching = answer.matching;
        dispatch({ type: 'vmsSelected', vms: answer.rows });
      }
    } catch {
      // What was read before stays selected, and the count says how many that is.
    } finally {
      setBusy(false);
    }
  };
  return { selectMatching, busy };
}
