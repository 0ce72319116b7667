import { useEffect, useRef, type Dispatch } from 'react';
import { listInventoryVms } from '@gantry/bff/api/http/inventory.ts';
import type { Named } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import type { Draft, DraftAction } from './draft.ts';
import { inChunks } from './selection.ts';

const chunkSize = 200;

async function readVms({ namespace, name }: Named, ids: readonly string[]) {
  const query = { ids: ids.join(','), limit: chunkSize };
  return call(listInventoryVms, { params: { project: namespace, name }, query, body: undefined });
}

interface SelectionRefreshOptions {
  readonly source: Named | undefined;
  readonly vms: Draft['vms'];
  /** Changes when the inventory did. */
  readonly revision: string | undefined;
  readonly dispatch: Dispatch<DraftAction>;
}

/** Reads the machines again, chunk by chunk, as long as the reader is alive. */
async function refresh(
  { source, vms, dispatch }: SelectionRefreshOptions,
  reader: { readonly alive: boolean },
): Promise<void> {
  if (source === undefined) return;
  for (const ids of inChunks([...vms.keys()], chunkSize)) {
    const answer = await readVms(source, ids);
    // While the inventory is read for the first time, an absent machine may just not have been read yet.
    if (!reader.alive || answer.phase === 'loading') return;
    dispatch({ type: 'vmsRefreshed', asked: ids, found: answer.rows });
  }
}

/** Re-reads every selected machine when the inventory has changed; a reading that fails leaves things as they are. */
export function useSelectionRefresh(options: SelectionRefreshOptions): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { source, revision } = options;
  useEffect(() => {
    if (revision === undefined) return undefined;
    const reader = { alive: true };
    // The list beside it shows why a provider cannot be read.
    refresh(latest.current, reader).catch(() => undefined);
    return () => {
      reader.alive = false;
    };
  }, [source, revision]);
}
