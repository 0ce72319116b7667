import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Clock } from '../platform/clock.ts';
import type { ControllerObserver } from './controller.ts';
import type { ClusterObserver, InformerState } from './open-cluster.ts';

export interface KubeMetrics {
  controller(name: string): ControllerObserver;
  cluster(name: string): ClusterObserver;
  /** Reads the caches of a cluster whenever metrics are collected; once per registry, for the local cluster. */
  caches(cluster: { readonly name: string; readonly informers: readonly InformerState[] }): void;
}

const seconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120];

/** Under the names that dashboards for Kubernetes controllers know. Call once per registry. */
export function kubeMetrics(registry: Registry, clock: Clock): KubeMetrics {
  const instruments = instrumentsOf(registry);
  return {
    controller: (name) => ({
      added(size) {
        instruments.adds.inc({ name });
        instruments.depth.set({ name }, size);
      },
      taken(time, size) {
        instruments.waited.observe({ name }, time);
        instruments.depth.set({ name }, size);
      },
      finished: (time) => instruments.worked.observe({ name }, time),
      retried: () => instruments.retries.inc({ name }),
      reconciled(result, time) {
        instruments.reconciles.inc({ controller: name, result });
        if (result === 'error' || result === 'terminal') instruments.errors.inc({ controller: name });
        instruments.reconcileTime.observe({ controller: name }, time);
      },
      active: (workers) => instruments.active.set({ controller: name }, workers),
    }),
    cluster: (name) => ({
      request: (method, status) =>
        instruments.requests.inc({ host: name, method, code: status === 0 ? '<error>' : String(status) }),
      informer: (kind, request) => instruments.begun.inc({ cluster: name, kind, request }),
    }),
    caches: (cluster) => watchCaches(registry, clock, cluster),
  };
}

/** Named and shaped as dashboards for Kubernetes controllers expect. */
function instrumentsOf(registry: Registry) {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Gauge({ name, help, labelNames, registers });
  const times = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Histogram({ name, help, labelNames, buckets: seconds, registers });

  return {
    reconciles: counter('controller_runtime_reconcile_total', 'Reconciles by outcome.', ['controller', 'result']),
    errors: counter('controller_runtime_reconcile_errors_total', 'Reconciles that failed.', ['controller']),
    reconcileTime: times('controller_runtime_reconcile_time_seconds', 'Length of a reconcile.', ['controller']),
    active: gauge('controller_runtime_active_workers', 'Workers busy now.', ['controller']),
    depth: gauge('workqueue_depth', 'Keys that wait for a worker.', ['name']),
    adds: counter('workqueue_adds_total', 'Keys added.', ['name']),
    waited: times('workqueue_queue_duration_seconds', 'Time a key waited for a worker.', ['name']),
    worked: times('workqueue_work_duration_seconds', 'Time a worker had a key.', ['name']),
    retries: counter('workqueue_retries_total', 'Keys that failed and come again.', ['name']),
    requests: counter('rest_client_requests_total', 'Exchanges with an API server by status, <error> without one.', [
      'host',
      'method',
      'code',
    ]),
    begun: counter('gantry_informer_requests_total', 'Lists and watches begun.', ['cluster', 'kind', 'request']),
  };
}

function watchCaches(registry: Registry, clock: Clock, cluster: Parameters<KubeMetrics['caches']>[0]): void {
  const shown = (name: string, help: string, valueOf: (state: InformerState) => number) => {
    const collect = () => {
      for (const state of cluster.informers) gauge.set({ cluster: cluster.name, kind: state.kind }, valueOf(state));
    };
    const gauge = new Gauge({ name, help, labelNames: ['cluster', 'kind'], registers: [registry], collect });
  };
  shown('gantry_informer_objects', 'Objects in the cache.', ({ size }) => size);
  shown(
    'gantry_informer_silence_seconds',
    'Time since the server last said anything about the kind.',
    ({ heardAt }) => (clock.now() - heardAt) / 1000,
  );
}
