import { mostProgressBytes } from '@gantry/bff/api/http/plan-wizard.ts';
import { describe, expect, test } from 'vitest';
import { bundlesOf } from './bundle.ts';
import { faultySteps, fieldIds, planLimit, stepErrors, type WizardFacts } from './checks.ts';
import { changedDraft, emptyDraft, type DraftAction, type StepId } from './draft.ts';
import type { General } from './general.ts';
import { inventoryVm, proposals } from './testing/samples.ts';

const t = (key: string, blanks: Readonly<Record<string, string | number>> = {}) =>
  key.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name]));

const general: General = {
  name: 'wave-1',
  project: 'migrations',
  description: '',
  source: { namespace: 'migrations', name: 'vcenter-a' },
  target: { namespace: 'gantry', name: 'host' },
  targetProject: 'prod',
};

function facts(actions: readonly DraftAction[], change: Partial<WizardFacts> = {}): WizardFacts {
  const draft = actions.reduce(changedDraft, emptyDraft({ project: 'migrations' }));
  return { draft, general, takenNames: new Set(), rights: {}, proposals, ...change };
}

const select: DraftAction = { type: 'vmsSelected', vms: [inventoryVm('vm-1')] };
const mapBackup: DraftAction = { type: 'networkChosen', id: 'net-2', destination: { type: 'ignored' } };
const fields = (step: StepId, of: WizardFacts) => stepErrors(t, step, of).map(({ field }) => field);

describe('general', () => {
  test.each<{ title: string; change: Partial<WizardFacts>; fields: string[] }>([
    { title: 'a complete step', change: {}, fields: [] },
    { title: 'no name', change: { general: { ...general, name: '' } }, fields: [fieldIds.name] },
    { title: 'a name with capitals', change: { general: { ...general, name: 'Wave 1' } }, fields: [fieldIds.name] },
    { title: 'a name of 64', change: { general: { ...general, name: 'a'.repeat(64) } }, fields: [fieldIds.name] },
    { title: 'a taken name', change: { takenNames: new Set(['wave-1']) }, fields: [fieldIds.name] },
    {
      title: 'no provider and no target project',
      change: { general: { name: 'wave-1', project: 'migrations', description: '' } },
      fields: [fieldIds.source, fieldIds.target, fieldIds.targetProject],
    },
    { title: 'no right to plans', change: { rights: { createPlans: false } }, fields: [fieldIds.project] },
    { title: 'no right to VMs', change: { rights: { createVms: false } }, fields: [fieldIds.targetProject] },
  ])('$title', ({ change, fields: expected }) => {
    expect(fields('general', facts([], change))).toEqual(expected);
  });
});

test.each([
  { count: 0, errors: 1 },
  { count: 1, errors: 0 },
  { count: planLimit, errors: 0 },
  { count: planLimit + 1, errors: 1 },
])('$count selected VMs give $errors errors', ({ count, errors }) => {
  const vms = Array.from({ length: count }, (_, index) => inventoryVm(`vm-${index}`, { progressBytes: 1 }));
  expect(fields('machines', facts([{ type: 'vmsSelected', vms }]))).toHaveLength(errors);
});

test('more VMs than one plan holds are split, or not left', () => {
  const vms = ['vm-1', 'vm-2'].map((id) => inventoryVm(id, { progressBytes: mostProgressBytes }));
  const chosen: DraftAction = { type: 'vmsSelected', vms };
  expect(fields('machines', facts([chosen]))).toEqual([fieldIds.machines]);
  const split = facts([chosen, { type: 'splitAgreed' }], { takenNames: new Set(['wave-1-2']) });
  expect(fields('machines', split)).toEqual([]);
  expect(fields('general', split)).toEqual([fieldIds.name]);
});

describe('network map', () => {
  const chosen = (id: string, type: 'pod' | 'ignored'): DraftAction => ({
    type: 'networkChosen',
    id,
    destination: { type },
  });
  const second = fieldIds.network('net-2');
  test.each<{ title: string; actions: DraftAction[]; fields: string[] }>([
    { title: 'a network without a proposal is required', actions: [], fields: [second] },
    { title: 'a choice completes it', actions: [mapBackup], fields: [] },
    {
      title: 'a cleared proposal is required again',
      actions: [mapBackup, { type: 'networkChosen', id: 'net-1', destination: null }],
      fields: [fieldIds.network('net-1')],
    },
    {
      title: 'two NICs of one VM on the pod network',
      actions: [chosen('net-1', 'pod'), chosen('net-2', 'pod')],
      fields: [second],
    },
    { title: 'one NIC of it there', actions: [chosen('net-1', 'pod'), chosen('net-2', 'ignored')], fields: [] },
    {
      title: 'an attachment that is not offered any more',
      actions: [
        { type: 'networkChosen', id: 'net-2', destination: { type: 'multus', namespace: 'prod', name: 'old' } },
      ],
      fields: [second],
    },
  ])('$title', ({ actions, fields: expected }) => {
    expect(fields('networks', facts(actions))).toEqual(expected);
  });

  test('the conflict names the VM and its networks', () => {
    const [error] = stepErrors(t, 'networks', facts([chosen('net-1', 'pod'), chosen('net-2', 'pod')]));
    expect(error?.text).toMatch(/web-01.*2 NICs.*VM Network, backup/);
  });

  test('a network that one VM uses twice cannot go to the pod network at all', () => {
    const twice = { ...proposals, podNetworkConflicts: [{ vm: 'db-01', nics: 2, networks: ['net-1', 'net-1'] }] };
    const errors = fields('networks', facts([chosen('net-1', 'pod'), mapBackup], { proposals: twice }));
    expect(errors).toEqual([fieldIds.network('net-1')]);
  });
});

describe('storage map', () => {
  const choose = (destination: Extract<DraftAction, { type: 'storageChosen' }>['destination']): DraftAction => ({
    type: 'storageChosen',
    id: 'ds-1',
    destination,
  });
  test.each<{ title: string; actions: DraftAction[]; fields: string[] }>([
    { title: 'the proposal is enough', actions: [], fields: [] },
    { title: 'cleared', actions: [choose(null)], fields: [fieldIds.storage('ds-1')] },
    { title: 'a class that is gone', actions: [choose({ storageClass: 'old' })], fields: [fieldIds.storage('ds-1')] },
    {
      title: 'a class of unknown modes',
      actions: [choose({ storageClass: 'manual' })],
      fields: [fieldIds.volumeMode('ds-1'), fieldIds.accessMode('ds-1')],
    },
    {
      title: 'its modes chosen',
      actions: [choose({ storageClass: 'manual', volumeMode: 'Filesystem', accessMode: 'ReadWriteOnce' })],
      fields: [],
    },
  ])('$title', ({ actions, fields: expected }) => {
    expect(fields('storages', facts(actions))).toEqual(expected);
  });
});

test('maps that are not read yet keep both map steps from being left', () => {
  expect(faultySteps(t, facts([select], { proposals: undefined }))).toEqual(['networks', 'storages']);
});

test('the request carries choices before proposals, and all options', () => {
  const { draft } = facts([select, mapBackup, { type: 'optionsChanged', change: { targetPowerState: 'off' } }]);
  expect(bundlesOf({ draft, general, proposals })).toEqual([
    {
      name: 'wave-1',
      description: '',
      source: general.source,
      target: general.target,
      targetProject: 'prod',
      vms: [{ id: 'vm-1', name: 'name-vm-1' }],
      networkMap: [
        {
          source: { id: 'net-1', name: 'VM Network' },
          destination: { type: 'multus', namespace: 'prod', name: 'vlan-212' },
        },
        { source: { id: 'net-2', name: 'backup' }, destination: { type: 'ignored' } },
      ],
      storageMap: [{ source: { id: 'ds-1', name: 'vmfs-01' }, destination: { storageClass: 'ceph-rbd' } }],
      type: 'cold',
      enableChangeTracking: false,
      guestConversion: 'convert',
      compatibilityDevices: true,
      targetPowerState: 'off',
      startWhenReady: false,
    },
  ]);
});

describe('migration type', () => {
  const typed = (precopyInterval: string, type: 'cold' | 'warm' = 'warm') =>
    facts([select, mapBackup, { type: 'optionsChanged', change: { type, precopyInterval } }]);

  test.each([
    ['nothing', '', []],
    ['an hour', ' 60 ', []],
    ['no time at all', '0', [fieldIds.precopyInterval]],
    ['half a minute', '0.5', [fieldIds.precopyInterval]],
    ['a word', 'often', [fieldIds.precopyInterval]],
    ['more than a week', '10081', [fieldIds.precopyInterval]],
  ])('an interval of %s', (_, interval, expected) => {
    expect(fields('type', typed(interval))).toEqual(expected);
    expect(fields('type', typed(interval, 'cold'))).toEqual([]);
  });

  test('an interval is sent with a warm plan only', () => {
    expect(bundlesOf(typed('90'))[0]).toMatchObject({ type: 'warm', precopyIntervalMinutes: 90 });
    expect(bundlesOf(typed(''))[0]).not.toHaveProperty('precopyIntervalMinutes');
    expect(bundlesOf(typed('90', 'cold'))[0]).not.toHaveProperty('precopyIntervalMinutes');
  });

  test('what a VM has of its own is sent with it, and judged with the others', () => {
    const id = [...typed('').draft.vms.keys()][0] ?? '';
    const own = (precopyInterval: string, type: 'cold' | 'warm' = 'warm') =>
      facts([
        select,
        mapBackup,
        { type: 'optionsChanged', change: { type, hooks: { before: 'quiesce' } } },
        { type: 'vmOptionsChanged', id, change: { before: null, after: 'smoke-test', precopyInterval } },
      ]);
    const hooks = { before: null, after: 'smoke-test' };
    const vmIn = (wizard: WizardFacts) => bundlesOf(wizard)[0]?.vms.find((vm) => vm.id === id);
    expect(vmIn(own('15'))).toMatchObject({ hooks, precopyIntervalMinutes: 15 });
    expect(vmIn(own('15', 'cold'))).not.toHaveProperty('precopyIntervalMinutes');
    expect(fields('type', own('often'))).toEqual([fieldIds.vmInterval(id)]);
    expect(fields('type', own('often', 'cold'))).toEqual([]);
  });
});
