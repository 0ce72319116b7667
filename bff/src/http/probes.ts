import type { Registry } from 'prom-client';
import type { Complaints } from '../kube/health.ts';
import type { OpenRoute } from './server.ts';

function probe(path: string, complaints: () => Complaints): OpenRoute {
  return {
    path,
    answer: () => {
      const found = complaints();
      return Promise.resolve({
        status: found.length === 0 ? 200 : 503,
        type: 'text/plain',
        body: found.length === 0 ? 'ok' : found.join('\n'),
      });
    },
  };
}

export interface ProbeOptions {
  readonly live: () => Complaints;
  readonly ready: () => Complaints;
  readonly registry: Registry;
}

export function probes({ live, ready, registry }: ProbeOptions): OpenRoute[] {
  return [
    probe('/healthz', live),
    probe('/readyz', ready),
    {
      path: '/metrics',
      answer: async () => ({ status: 200, type: registry.contentType, body: await registry.metrics() }),
    },
  ];
}
