import { describe, expect, it } from 'vitest';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { obstacleOf, startTitle } from './plan-actions.ts';

const t = (key: string, blanks: Readonly<Record<string, string | number>> = {}) =>
  key.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name]));
const counts = { total: 12, succeeded: 0, failed: 0, canceled: 0, running: 0, waiting: 0, ready: 0 };

describe('starting a plan', () => {
  it.each([
    ['before the first run', {}, 'Start migration'],
    ['after failures', { succeeded: 9, failed: 2, canceled: 1 }, 'Retry 3 VMs'],
    ['when some have not run', { succeeded: 7 }, 'Run remaining 5 VMs'],
  ])('is named for what would run %s', (_, vms, title) => {
    expect(startTitle(t, { vms: { ...counts, ...vms } })).toBe(title);
  });

  it('is off with the reason of the service', () => {
    const reason = { code: 'run-active', parameters: {}, text: 'Cancel the run first.' };
    const plan = { actions: [{ action: 'start', enabled: false, reason }] } as unknown as PlanDetails;
    expect(obstacleOf(t, plan, 'start')).toBe('Cancel the run first.');
    expect(obstacleOf(t, plan, 'delete')).toBeUndefined();
  });
});
