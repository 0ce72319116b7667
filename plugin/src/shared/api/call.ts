import type { AnswerOf, CallOf, Endpoint } from '@gantry/bff/api/http/endpoint.ts';
import { consoleFetch } from '../console-sdk.ts';
import { ApiError, problemFrom } from './api-error.ts';

export const servicePath = '/api/proxy/plugin/gantry/bff/api/v1';

function filled(path: string, params: unknown): string {
  const values = new Map(Object.entries(params as Record<string, string>));
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ''));
}

/** A query as the address carries it: lists joined by commas, absent values left out. */
export function queryStrings(query: unknown): Record<string, string> {
  const entries = Object.entries(query as Record<string, unknown>)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)] as const);
  return Object.fromEntries(entries);
}

/** Calls an operation of the service and parses its answer; throws ApiError. */
export async function call<E extends Endpoint>(
  operation: E,
  { params, query, body }: CallOf<E>,
  signal?: AbortSignal,
): Promise<AnswerOf<E>> {
  const search = new URLSearchParams(queryStrings(query)).toString();
  const url = `${servicePath}${filled(operation.path, params)}${search === '' ? '' : `?${search}`}`;
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  try {
    const response = await consoleFetch(url, { method: operation.method, signal, ...content });
    return operation.answer.parse(await response.json()) as AnswerOf<E>;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError(problemFrom(error));
  }
}
