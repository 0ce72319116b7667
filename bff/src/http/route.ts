import type { z } from 'zod';
import type { Endpoint } from '../api/http/endpoint.ts';
import type { endpoints } from '../api/http/endpoints.ts';
import type { Caller } from './caller.ts';

/** What a route gets: who asks, and everything parsed by the endpoint's schemas. */
export interface RouteRequest<E extends Endpoint> {
  readonly caller: Caller;
  readonly params: z.output<E['params']>;
  readonly query: z.output<E['query']>;
  readonly body: z.output<E['body']>;
  readonly signal: AbortSignal;
}

export type Route<E extends Endpoint> = (request: RouteRequest<E>) => Promise<z.input<E['answer']>>;

/** One function per operation of the contract; a missing one does not compile. */
export type Routes = { readonly [Id in keyof typeof endpoints]: Route<(typeof endpoints)[Id]> };
