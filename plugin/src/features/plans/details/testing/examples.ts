import type { PlanVmDetails, Step, VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanSettings } from '@gantry/bff/api/http/plan-settings.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import type { Message } from '@gantry/bff/api/http/shapes.ts';

export function message(text: string, code = 'example'): Message {
  return { code, parameters: {}, text };
}

export function step(name: string, state: Step['state'], more: Partial<Step> = {}): Step {
  return { name, state, tasks: [], ...more };
}

export function vmRowOf(more: Partial<VmRow> = {}): VmRow {
  return {
    id: 'vm-1',
    name: 'web-01',
    state: 'NotStarted',
    message: message('In the plan; nothing done yet.'),
    steps: [],
    source: { power: 'On', handling: 'untouched' },
    attempt: 0,
    ...more,
  };
}

export function vmDetailsOf(more: Partial<PlanVmDetails> = {}): PlanVmDetails {
  return { ...vmRowOf(more), conditions: [], disks: [], copies: [], warnings: [], ...more };
}

export const settingsExample: PlanSettings = {
  description: '',
  targetProject: 'prod',
  type: 'cold',
  enableChangeTracking: false,
  inspectFirst: true,
  guestConversion: 'convert',
  compatibilityDevices: true,
  keepStaticIps: true,
  targetPowerState: 'auto',
  shutdownPolicy: 'guest',
  copySharedDisks: true,
  removeFailedTarget: true,
};

const on = (action: PlanDetails['actions'][number]['action']) => ({ action, enabled: true });

export function planOf(more: Partial<PlanDetails> = {}): PlanDetails {
  return {
    namespace: 'migrations',
    name: 'wave-1',
    uid: 'plan-uid',
    state: 'Ready',
    message: message('Can start.'),
    type: 'cold',
    source: 'vcenter',
    target: 'host',
    targetProject: 'prod',
    description: '',
    vms: { total: 3, succeeded: 0, failed: 0, canceled: 0, running: 0, waiting: 0, ready: 0 },
    paused: false,
    priority: 'normal',
    created: '2026-11-21T02:00:00Z',
    archived: false,
    resourceVersion: '1',
    sources: {
      offByGantry: 0,
      poweredOnAgain: 0,
      running: 2,
      offBefore: 1,
      notRestored: 0,
      snapshotsLeft: 0,
      unknown: 0,
    },
    readiness: [],
    sourceRef: { namespace: 'migrations', name: 'vcenter' },
    targetRef: { namespace: 'gantry', name: 'host' },
    version: '1',
    settings: settingsExample,
    conditions: [],
    runs: [],
    incomplete: [],
    repairable: false,
    actions: [
      on('start'),
      { action: 'cancel', enabled: false, reason: message('No run is active.') },
      on('archive'),
      on('delete'),
    ],
    ...more,
  };
}

/** While a run is active. */
export function runningPlan(more: Partial<PlanDetails> = {}): PlanDetails {
  const reason = message('Cancel the run first.');
  return planOf({
    state: 'Running',
    message: message('Copying 1 of 3 VMs'),
    runs: [
      {
        name: 'wave-1-a',
        uid: 'run-1',
        created: '2026-11-21T02:10:00Z',
        started: '2026-11-21T02:10:01Z',
        result: 'Running',
      },
    ],
    actions: [
      { action: 'start', enabled: false, reason },
      on('cancel'),
      { action: 'archive', enabled: false, reason },
      { action: 'delete', enabled: false, reason },
    ],
    ...more,
  });
}
