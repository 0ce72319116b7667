import type { NetworkRow, StorageRow } from './targets.ts';

export interface MapSource {
  readonly id: string;
  readonly name: string;
}

/** An entry of a map: as it stands, or as it is to be. */
export interface MapEntry<D> {
  readonly source: MapSource;
  readonly destination: D;
}

type DestinationOf<Row extends NetworkRow | StorageRow> = NonNullable<Row['proposal']>;

/** What the user did to the rows, by `sourceKey`; everything else is proposed, or as the map has it. */
export interface MapDraft<D> {
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  /** `null`: deliberately none. */
  readonly choices: ReadonlyMap<string, D | null>;
}

export function emptyDraft<D>(): MapDraft<D> {
  return { added: new Set(), removed: new Set(), choices: new Map() };
}

export type MapDraftAction<D> =
  | { readonly type: 'chosen'; readonly key: string; readonly destination: D | null }
  | { readonly type: 'added'; readonly key: string }
  | { readonly type: 'removed'; readonly key: string }
  | { readonly type: 'begunAnew' };

/** Entries that name no id are known by their name. */
export const sourceKey = ({ id, name }: MapSource) => (id === '' ? name : id);

function without<T>(set: ReadonlySet<T>, value: T): Set<T> {
  return new Set([...set].filter((one) => one !== value));
}

export function changedDraft<D>(draft: MapDraft<D>, action: MapDraftAction<D>): MapDraft<D> {
  switch (action.type) {
    case 'chosen':
      return { ...draft, choices: new Map(draft.choices).set(action.key, action.destination) };
    case 'added':
      return {
        ...draft,
        added: new Set(draft.added).add(action.key),
        removed: without(draft.removed, action.key),
      };
    case 'removed':
      return {
        ...draft,
        added: without(draft.added, action.key),
        removed: new Set(draft.removed).add(action.key),
      };
    case 'begunAnew':
      return emptyDraft();
  }
}

export interface DraftRow<Row extends NetworkRow | StorageRow> {
  readonly key: string;
  readonly source: MapSource;
  /** What the service says of the source; absent where it knows none such. */
  readonly proposed?: Row;
  readonly destination?: DestinationOf<Row>;
  readonly chosenBy: 'user' | 'proposal' | 'map' | 'nobody';
}

export interface DraftFacts<Row extends NetworkRow | StorageRow> {
  /** Entries of the map that is edited; a new one has none, and begins with what machines use. */
  readonly present: readonly MapEntry<DestinationOf<Row>>[] | undefined;
  readonly proposed: readonly Row[];
  readonly draft: MapDraft<DestinationOf<Row>>;
}

/** NICs or disks that use it. */
export function usesOf(row: NetworkRow | StorageRow): number {
  return 'nics' in row ? row.nics : row.disks;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Rows of the map by name: the user's choice outlives every new proposal. */
export function draftRows<Row extends NetworkRow | StorageRow>(facts: DraftFacts<Row>): DraftRow<Row>[] {
  const { present, proposed, draft } = facts;
  const known = new Map(proposed.map((row) => [sourceKey(row.source), row]));
  const rowOf = (source: MapSource, standing: DestinationOf<Row> | undefined): DraftRow<Row> => {
    const key = sourceKey(source);
    const row = known.get(key);
    const common = { key, source, ...(row !== undefined && { proposed: row }) };
    const own = draft.choices.get(key);
    if (own === null) return { ...common, chosenBy: 'nobody' };
    if (own !== undefined) return { ...common, destination: own, chosenBy: 'user' };
    if (standing !== undefined) return { ...common, destination: standing, chosenBy: 'map' };
    const destination = row?.proposal as DestinationOf<Row> | undefined;
    return destination === undefined
      ? { ...common, chosenBy: 'nobody' }
      : { ...common, destination, chosenBy: 'proposal' };
  };
  const standing = (present ?? []).map(({ source, destination }) => rowOf(source, destination));
  const keys = new Set(standing.map(({ key }) => key));
  const further = proposed
    .filter((row) => !keys.has(sourceKey(row.source)))
    .filter((row) => draft.added.has(sourceKey(row.source)) || (present === undefined && usesOf(row) > 0))
    .map(({ source }) => rowOf(source, undefined));
  return [...standing, ...further]
    .filter(({ key }) => !draft.removed.has(key))
    .sort((left, right) => collator.compare(left.source.name, right.source.name));
}

/** Sources that could get a row, used ones first. */
export function addable<Row extends NetworkRow | StorageRow>(
  proposed: readonly Row[],
  rows: readonly DraftRow<Row>[],
): Row[] {
  const keys = new Set(rows.map(({ key }) => key));
  return proposed
    .filter(({ source }) => !keys.has(sourceKey(source)))
    .sort((left, right) => usesOf(right) - usesOf(left));
}

/** Of all NICs or disks of the source, how many the rows say a target for. */
export function coverageOf<Row extends NetworkRow | StorageRow>(
  proposed: readonly Row[],
  rows: readonly DraftRow<Row>[],
): { readonly mapped: number; readonly total: number } {
  const mapped = new Set(rows.filter(({ destination }) => destination !== undefined).map(({ key }) => key));
  const sum = (of: readonly Row[]) => of.reduce((total, row) => total + usesOf(row), 0);
  return { mapped: sum(proposed.filter(({ source }) => mapped.has(sourceKey(source)))), total: sum(proposed) };
}

export function entriesOf<Row extends NetworkRow | StorageRow>(
  rows: readonly DraftRow<Row>[],
): MapEntry<DestinationOf<Row>>[] {
  return rows.flatMap(({ source, destination }) => (destination === undefined ? [] : [{ source, destination }]));
}
