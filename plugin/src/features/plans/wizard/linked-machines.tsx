import { useEffect, type Dispatch } from 'react';
import { listInventoryVms, type InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import type { Named } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useT } from '../../../shared/i18n.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import type { DraftAction } from './draft.ts';
import { inChunks } from './selection.ts';

/** As many as the service answers in one page. */
const chunkSize = 200;

interface LinkedMachinesProps {
  readonly source: Named;
  /** Separated by commas, from the address. */
  readonly ids: string;
  readonly dispatch: Dispatch<DraftAction>;
}

/** Selects the machines that the link to the wizard names. */
export function LinkedMachines({ source, ids, dispatch }: LinkedMachinesProps) {
  const t = useT();
  const { data, problem } = useOnce(ids === '' ? undefined : ids, async (signal) => {
    const params = { project: source.namespace, name: source.name };
    const found: InventoryVm[] = [];
    for (const some of inChunks(ids.split(','), chunkSize)) {
      const query = { ids: some.join(','), limit: chunkSize };
      found.push(...(await call(listInventoryVms, { params, query, body: undefined }, signal)).rows);
    }
    return found;
  });
  useEffect(() => {
    if (data !== undefined) dispatch({ type: 'vmsSelected', vms: data });
  }, [data, dispatch]);
  return problem === undefined ? null : (
    <ProblemAlert problem={problem} title={t('The virtual machines of the link could not be selected')} />
  );
}
