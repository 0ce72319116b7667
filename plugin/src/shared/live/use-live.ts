import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { AnswerOf, CallOf, Endpoint } from '@gantry/bff/api/http/endpoint.ts';
import type { liveEndpoints } from '@gantry/bff/api/http/live.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { call, queryStrings } from '../api/call.ts';
import { problemFrom } from '../api/api-error.ts';
import type { ConnectionStatus } from './live-connection.ts';
import { tabConnection } from './tab-connection.ts';

export interface Live<T> {
  readonly data?: T;
  readonly problem?: Problem;
  /** Reads it once more by a request of its own. */
  readonly reload: () => void;
}

interface Held<T> {
  readonly key: string;
  readonly data?: T;
  readonly problem?: Problem;
}

type LiveEndpoint = Endpoint & { readonly id: (typeof liveEndpoints)[number] | (string & {}) };

/**
 * The answer of a live operation, kept up to date. While the query changes the former answer stays, so that a table
 * does not flicker; a refusal after data keeps the data too. `undefined` as call subscribes to nothing.
 */
export function useLive<E extends LiveEndpoint>(
  operation: E,
  request: Pick<CallOf<E>, 'params' | 'query'> | undefined,
): Live<AnswerOf<E>> {
  const [held, setHeld] = useState<Held<AnswerOf<E>>>();
  const key = request === undefined ? undefined : JSON.stringify([operation.path, request.params]);
  const wanted = request === undefined ? undefined : JSON.stringify(request);
  useEffect(() => {
    if (wanted === undefined || key === undefined) return undefined;
    const { params, query } = JSON.parse(wanted) as Pick<CallOf<E>, 'params' | 'query'>;
    return tabConnection.subscribe(
      {
        endpoint: operation.id as (typeof liveEndpoints)[number],
        params: queryStrings(params),
        query: queryStrings(query),
      },
      {
        answered: (answer) => {
          const parsed = operation.answer.safeParse(answer);
          if (parsed.success) setHeld({ key, data: parsed.data as AnswerOf<E> });
        },
        refused: (problem) =>
          setHeld((before) => ({ key, data: before?.key === key ? before.data : undefined, problem })),
      },
    );
  }, [operation, key, wanted]);
  const reload = useCallback(() => {
    if (wanted === undefined || key === undefined) return;
    const { params, query } = JSON.parse(wanted) as CallOf<E>;
    call(operation, { params, query, body: undefined } as CallOf<E>).then(
      (data) => setHeld({ key, data }),
      (error: unknown) => setHeld((before) => ({ key, data: before?.data, problem: problemFrom(error) })),
    );
  }, [operation, key, wanted]);
  return held !== undefined && held.key === key ? { data: held.data, problem: held.problem, reload } : { reload };
}

export function useConnectionStatus(): ConnectionStatus {
  return useSyncExternalStore(
    (watcher) => tabConnection.watch(watcher),
    () => tabConnection.status,
  );
}
