import { expect, test, vi } from 'vitest';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { nextSteps } from './plan-header.tsx';
import { planOf, runningPlan } from './testing/examples.ts';

vi.mock('../../../shared/console-sdk.ts', () => ({ HttpError: class extends Error {} }));

const t = (text: string) => text;
const on = (...actions: readonly PlanDetails['actions'][number]['action'][]) => ({
  actions: actions.map((action) => ({ action, enabled: true })),
});

test.each<[string, PlanDetails, string[]]>([
  ['that is ready', planOf(), ['start']],
  ['that is ready, and paused', planOf({ paused: true, ...on('start', 'resume') }), ['resume', 'start']],
  ['that runs', runningPlan(on('cancel', 'pause')), ['cancel']],
  ['whose VMs can be cut over', runningPlan(on('cancel', 'cutover', 'pause')), ['cutover', 'cancel']],
  ['that waits for its start', runningPlan(on('cancel', 'cutover', 'reschedule')), ['reschedule', 'cancel']],
  ['that runs and is paused', runningPlan(on('cancel', 'cutover', 'resume')), ['resume', 'cancel']],
  ['that is done', planOf({ state: 'Succeeded', ...on('archive') }), ['archive']],
])('the next steps of a plan %s', (_, plan, expected) => {
  const steps = nextSteps(t, plan);
  expect(steps.map(({ action }) => action)).toEqual(expected);
  expect(steps.filter(({ variant }) => variant === 'primary').length).toBeLessThanOrEqual(1);
});
