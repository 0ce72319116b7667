import { ApiError } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';

/** A cluster that answers only while it can be reached; what is asked meanwhile never arrives. */
export function reachedWhile(isReachable: () => boolean, client: Client): Client {
  const unreachable = () =>
    Promise.reject(new ApiError({ status: 503, reason: 'Unreachable', message: 'The API server gave no answer.' }));
  return new Proxy(client, {
    get: (inner, name) => {
      const member: unknown = Reflect.get(inner, name, inner);
      if (typeof member !== 'function') return member;
      return isReachable() ? (member.bind(inner) as unknown) : unreachable;
    },
  });
}
