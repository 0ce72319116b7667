import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { kubeMetrics } from './metrics.ts';

it('shows controllers, requests and caches under the names that dashboards know', async () => {
  const registry = new Registry();
  const clock = new VirtualClock();
  const metrics = kubeMetrics(registry, clock);
  const plan = metrics.controller('plan');
  plan.added(2);
  plan.taken(0.3, 1);
  plan.active(1);
  plan.reconciled('success', 0.2);
  plan.reconciled('error', 0.2);
  plan.retried();
  plan.finished(0.2);
  metrics.cluster('host').request('GET', 200);
  metrics.cluster('host').request('PATCH', 0);
  metrics.cluster('host').informer('Plan', 'watch');
  metrics.caches({
    name: 'host',
    informers: [{ kind: 'Plan', hasSynced: true, size: 3, heardAt: clock.now() - 5_000 }],
  });
  const text = await registry.metrics();
  for (const line of [
    'controller_runtime_reconcile_total{controller="plan",result="success"} 1',
    'controller_runtime_reconcile_errors_total{controller="plan"} 1',
    'controller_runtime_reconcile_time_seconds_count{controller="plan"} 2',
    'controller_runtime_active_workers{controller="plan"} 1',
    'workqueue_depth{name="plan"} 1',
    'workqueue_adds_total{name="plan"} 1',
    'workqueue_queue_duration_seconds_sum{name="plan"} 0.3',
    'workqueue_work_duration_seconds_count{name="plan"} 1',
    'workqueue_retries_total{name="plan"} 1',
    'rest_client_requests_total{host="host",method="GET",code="200"} 1',
    'rest_client_requests_total{host="host",method="PATCH",code="<error>"} 1',
    'gantry_informer_requests_total{cluster="host",kind="Plan",request="watch"} 1',
    'gantry_informer_objects{cluster="host",kind="Plan"} 3',
    'gantry_informer_silence_seconds{cluster="host",kind="Plan"} 5',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
});
