import type { Client } from './client.ts';

/** Stands for a cluster to which no way can be made: whatever is asked of it fails with the reason. */
export function unusableClient(reason: unknown): Client {
  const fail = () => Promise.reject(reason instanceof Error ? reason : new Error(String(reason)));
  return {
    get: fail,
    find: fail,
    list: fail,
    create: fail,
    update: fail,
    mergePatch: fail,
    delete: fail,
    deleteCollection: fail,
    podLog: fail,
    askPod: fail,
  };
}
