import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { problemFrom } from './api-error.ts';

export interface Loaded<T> {
  readonly data?: T;
  readonly problem?: Problem;
  readonly reload: () => void;
}

/** Reads something once for every `key`; keeps what is shown while it reads again. `undefined` as key reads nothing. */
export function useOnce<T>(key: string | undefined, read: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ readonly key?: string; readonly data?: T; readonly problem?: Problem }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (key === undefined) return undefined;
    const stopped = new AbortController();
    read(stopped.signal).then(
      (data) => {
        if (!stopped.signal.aborted) setState({ key, data });
      },
      (error: unknown) => {
        if (!stopped.signal.aborted) setState({ key, problem: problemFrom(error) });
      },
    );
    return () => {
      stopped.abort();
    };
    // The key stands for everything that `read` depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return state.key === key ? { data: state.data, problem: state.problem, reload } : { reload };
}
