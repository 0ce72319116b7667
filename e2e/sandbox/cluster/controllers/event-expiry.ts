import type { Clock } from '../../clock.ts';
import { objectKey } from '../object.ts';
import type { Store } from '../store.ts';

const EVENTS = '/events';
const LIFE_MS = 60 * 60 * 1000;

/** Removes Events an hour after they were last written. Returns what stops it. */
export function expireEvents({ store, clock }: { readonly store: Store; readonly clock: Clock }): () => void {
  /** In the order in which they end, since all live equally long. */
  const ends = new Map<string, number>();
  let cancel: (() => void) | undefined;
  const sweep = () => {
    cancel = undefined;
    const due = [...ends].filter(([, end]) => end <= clock.now());
    for (const [key] of due) store.remove(EVENTS, key);
    wait();
  };
  const wait = () => {
    const [next] = ends.values();
    if (cancel === undefined && next !== undefined) cancel = clock.after(Math.max(0, next - clock.now()), sweep);
  };
  const unsubscribe = store.subscribe(EVENTS, ({ object, removed }) => {
    const key = objectKey(object);
    ends.delete(key);
    if (!removed) ends.set(key, clock.now() + LIFE_MS);
    wait();
  });
  return () => {
    unsubscribe();
    cancel?.();
  };
}
