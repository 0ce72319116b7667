import type { Change } from '../dialogs/changed-meanwhile-dialog.tsx';
import { sourceKey, type MapEntry } from './map-draft.ts';

interface Versions<D> {
  /** As the form was opened. */
  readonly opened: readonly MapEntry<D>[];
  readonly theirs: readonly MapEntry<D>[];
  readonly mine: readonly MapEntry<D>[];
}

/** One row per source for which somebody else changed, added or removed the entry. */
export function mapChanges<D>(
  { opened, theirs, mine }: Versions<D>,
  textOf: (destination: D | undefined) => string,
): Change[] {
  const texts = (entries: readonly MapEntry<D>[]) =>
    new Map(entries.map(({ source, destination }) => [sourceKey(source), textOf(destination)]));
  const [before, now, own] = [texts(opened), texts(theirs), texts(mine)];
  const none = textOf(undefined);
  const names = new Map([...opened, ...theirs].map(({ source }) => [sourceKey(source), source.name]));
  return [...names]
    .filter(([key]) => before.get(key) !== now.get(key))
    .map(([key, title]) => ({ title, theirs: now.get(key) ?? none, mine: own.get(key) ?? none }));
}
