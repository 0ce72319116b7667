import type { Copy, Warm } from '../../api/http/plan-machines.ts';
import { secondsBetween } from './duration.ts';

/** Older ones say less about what a guest writes now. */
const looksAt = 3;

/** The copy after power-off carries what was written since the one before it, as those of changes do while the machine runs. */
export function expectedFinalCopy(copies: readonly Copy[]): Warm['expected'] {
  const told = copies.filter(({ kind, ended }) => kind === 'Delta' && ended !== undefined).slice(-looksAt);
  if (told.length === 0) return undefined;
  const seconds = told.map(({ started, ended }) => Math.round(secondsBetween(started, ended) ?? 0));
  const bytes = told.flatMap(({ copiedBytes }) => (copiedBytes === undefined ? [] : [copiedBytes]));
  return {
    leastSeconds: Math.min(...seconds),
    mostSeconds: Math.max(...seconds),
    copies: told.length,
    mostBytes: bytes.length === told.length ? Math.max(...bytes) : undefined,
  };
}
