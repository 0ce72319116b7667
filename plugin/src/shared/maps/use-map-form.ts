import { useMemo, useReducer, useRef, useState } from 'react';
import { proposeMaps, type MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import { listProviders } from '@gantry/bff/api/http/providers.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from '../api/api-error.ts';
import { call } from '../api/call.ts';
import { useOnce } from '../api/use-once.ts';
import { useT } from '../i18n.ts';
import { useLive } from '../live/use-live.ts';
import { proposedSource, proposedTarget } from '../providers/provider-refs.ts';
import {
  addable,
  changedDraft,
  coverageOf,
  draftRows,
  emptyDraft,
  entriesOf,
  type DraftRow,
  type MapDraft,
  type MapDraftAction,
  type MapEntry,
} from './map-draft.ts';
import { generalErrors, rowErrors, type MapGeneral } from './map-fields.ts';
import type { NetworkRow, StorageRow } from './targets.ts';

const most = 200;

interface MapFormOptions<Row extends NetworkRow | StorageRow> {
  readonly initial: MapGeneral;
  /** Of the map that is edited. */
  readonly present?: readonly MapEntry<NonNullable<Row['proposal']>>[];
  readonly rowsOf: (proposals: MapProposals) => readonly Row[];
  /** What a row with a target still needs. */
  readonly lackOf?: (row: DraftRow<Row>, proposals: MapProposals) => string | undefined;
  readonly save: (general: MapGeneral, entries: MapEntry<NonNullable<Row['proposal']>>[]) => Promise<void>;
}

/** What the service proposes for everything that the source has. */
function useProposals({ project, source, target, targetProject }: MapGeneral) {
  const body = source === undefined || target === undefined ? undefined : { source, target, targetProject };
  return useOnce(body === undefined ? undefined : JSON.stringify([project, body]), async (signal) => {
    if (body === undefined) throw new Error('Proposals need a source and a target');
    return call(proposeMaps, { params: { project }, query: {}, body }, signal);
  });
}

/** Values, rows, errors and saving of the form for a map. */
export function useMapForm<Row extends NetworkRow | StorageRow>(options: MapFormOptions<Row>) {
  const { initial, present, rowsOf, lackOf, save } = options;
  type D = NonNullable<Row['proposal']>;
  const t = useT();
  const [input, setInput] = useState(initial);
  const [draft, dispatch] = useReducer(changedDraft<D>, undefined, emptyDraft<D>) as [
    MapDraft<D>,
    (action: MapDraftAction<D>) => void,
  ];
  const [attempt, setAttempt] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const providers = useLive(listProviders, { params: {}, query: { limit: most } });
  const offered = useMemo(() => providers.data?.rows ?? [], [providers.data]);
  const general = useMemo(
    () => ({
      ...input,
      source: input.source ?? proposedSource(offered),
      target: input.target ?? proposedTarget(offered),
    }),
    [input, offered],
  );
  const proposals = useProposals(general);
  const proposed = proposals.data === undefined ? undefined : rowsOf(proposals.data);
  const rows = proposed === undefined ? undefined : draftRows<Row>({ present, proposed, draft });
  const { data } = proposals;
  const lack = (row: DraftRow<Row>) => (data === undefined ? undefined : lackOf?.(row, data));
  const errors = [...generalErrors(t, general), ...rowErrors(t, rows, lack)];

  const submit = async () => {
    setAttempt((before) => before + 1);
    if (errors.length > 0 || rows === undefined || running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    try {
      await save(general, entriesOf(rows));
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return {
    general,
    providers: offered,
    proposals,
    rows: rows ?? [],
    addable: addable(proposed ?? [], rows ?? []),
    coverage: coverageOf(proposed ?? [], rows ?? []),
    dispatch,
    change: (next: Partial<MapGeneral>) => {
      setInput((before) => ({ ...before, ...next }));
      // Ids of another source mean other things.
      if (next.source !== undefined) dispatch({ type: 'begunAnew' });
    },
    errors,
    errorOf: (field: string) => (attempt > 0 ? errors.find((error) => error.field === field)?.text : undefined),
    attempt,
    problem,
    busy,
    submit,
    isDirty: draft.choices.size > 0 || draft.added.size > 0 || draft.removed.size > 0 || general.name !== initial.name,
  };
}

export type MapFormState<Row extends NetworkRow | StorageRow> = ReturnType<typeof useMapForm<Row>>;
