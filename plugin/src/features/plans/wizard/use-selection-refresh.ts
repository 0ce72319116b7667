import { useEffect, useRef, type Dispatch } from 'react';
import { listInventoryVms } from '@gantry/bff/api/http/providers.ts';
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

/** Re-reads every selected machine after the inventory changed, one reading at a time; a failed one leaves things as they are. */
export function useSelectionRefresh({ source, vms, revision, dispatch }: SelectionRefreshOptions): void {
  const reading = useRef({ busy: false, again: false, mounted: true });
  const latest = useRef({ source, vms });
  latest.current = { source, vms };
  useEffect(() => {
    const state = reading.current;
    state.mounted = true;
    return () => {
      state.mounted = false;
    };
  }, []);
  useEffect(() => {
    const state = reading.current;
    const readAll = async () => {
      const { source: from, vms: chosen } = latest.current;
      if (from === undefined) return;
      for (const ids of inChunks([...chosen.keys()], chunkSize)) {
        const answer = await readVms(from, ids);
        // While the inventory is read for the first time, an absent machine may just not have been read yet.
        if (!state.mounted || latest.current.source !== from || answer.phase === 'loading') return;
        dispatch({ type: 'vmsRefreshed', asked: ids, found: answer.rows });
      }
    };
    const run = async () => {
      if (state.busy) {
        state.again = true;
        return;
      }
      state.busy = true;
      try {
        do {
          state.again = false;
          await readAll();
        } while (state.again && state.mounted);
      } catch {
        // The list beside it shows why the provider cannot be read.
      } finally {
        state.busy = false;
      }
    };
    if (revision !== undefined) void run();
  }, [revision, dispatch]);
}
