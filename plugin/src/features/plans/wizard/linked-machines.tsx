import { useEffect, type Dispatch } from 'react';
import { listInventoryVms } from '@gantry/bff/api/http/inventory.ts';
import type { Named } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useT } from '../../../shared/i18n.ts';
import { ProblemAlert } from '../../../shared/page/states.tsx';
import type { DraftAction } from './draft.ts';

interface LinkedMachinesProps {
  readonly source: Named;
  /** Separated by commas, from the address. */
  readonly ids: string;
  readonly dispatch: Dispatch<DraftAction>;
}

/** Selects the machines that the link to the wizard names. */
export function LinkedMachines({ source, ids, dispatch }: LinkedMachinesProps) {
  const t = useT();
  const { data, problem } = useOnce(ids === '' ? undefined : ids, (signal) => {
    const params = { project: source.namespace, name: source.name };
    return call(listInventoryVms, { params, query: { ids, limit: 200 }, body: undefined }, signal);
  });
  useEffect(() => {
    if (data !== undefined) dispatch({ type: 'vmsSelected', vms: data.rows });
  }, [data, dispatch]);
  return problem === undefined ? null : (
    <ProblemAlert problem={problem} title={t('The virtual machines of the link could not be selected')} />
  );
}
