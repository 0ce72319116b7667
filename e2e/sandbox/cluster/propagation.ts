export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export const ORPHAN = 'orphan';
export const FOREGROUND = 'foregroundDeletion';

const FINALIZER: Readonly<Record<Propagation, string | undefined>> = {
  Background: undefined,
  Foreground: FOREGROUND,
  Orphan: ORPHAN,
};

/** The finalizers an object carries into its deletion: asking for one way of propagation withdraws the others. */
export function requestedFinalizers(present: readonly string[], propagation: Propagation | undefined): string[] {
  if (propagation === undefined) return [...present];
  const others = present.filter((name) => name !== ORPHAN && name !== FOREGROUND);
  const wanted = FINALIZER[propagation];
  return wanted === undefined ? others : [...others, wanted];
}
