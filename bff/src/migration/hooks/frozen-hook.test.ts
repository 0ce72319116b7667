import { describe, expect, test } from 'vitest';
import type { Plan, PlanSpec } from '../../api/generated/plan.ts';
import { hook, runsHooks } from '../../testing/hooks.ts';
import { freezeHooks, missingHook } from './frozen-hook.ts';

const ref = { name: 'any', namespace: 'migrations' };
const plan = (spec: Partial<PlanSpec> = {}): Plan => ({
  apiVersion: 'forklift.konveyor.io/v1beta1',
  kind: 'Plan',
  metadata: { name: 'spring', namespace: 'migrations' },
  spec: {
    targetNamespace: 'prod',
    provider: { source: ref, destination: ref },
    map: { network: ref, storage: ref },
    vms: [],
    ...spec,
  },
});
const hooks = [hook('quiesce'), hook('own', { image: 'i', serviceAccount: 'of-hook' })];

describe('freezeHooks', () => {
  test('keeps what the hook says, by step in the order in which they run', () => {
    const entry = runsHooks({ PostHook: 'own', PreHook: 'quiesce' });
    expect(freezeHooks({ plan: plan(), entry, hooks })).toMatchObject([
      { step: 'PreHook', name: 'quiesce', image: 'registry.test/hook:1' },
      { step: 'PostHook', name: 'own', image: 'i', serviceAccount: 'of-hook' },
    ]);
  });

  test.each([
    ["the plan's where it names none", 'quiesce', 'of-plan'],
    ['its own where it names one', 'own', 'of-hook'],
  ])('the account is %s', (_name, name, serviceAccount) => {
    const entry = runsHooks({ PreHook: name });
    const [frozen] = freezeHooks({ plan: plan({ serviceAccount: 'of-plan' }), entry, hooks });
    expect(frozen?.serviceAccount).toBe(serviceAccount);
  });

  test('leaves out what is of no known step or another namespace', () => {
    const elsewhere = { hooks: [{ step: 'PreHook', hook: { name: 'quiesce', namespace: 'other' } }] };
    expect(freezeHooks({ plan: plan(), entry: runsHooks({ Never: 'quiesce' }), hooks })).toEqual([]);
    expect(freezeHooks({ plan: plan(), entry: elsewhere, hooks })).toEqual([]);
  });
});

test.each([
  ['one that does not exist', runsHooks({ PreHook: 'gone' }), 'gone'],
  ['one without a name', { hooks: [{ step: 'PreHook', hook: {} }] }, ''],
  ['none where all exist', runsHooks({ PreHook: 'quiesce' }), undefined],
  ['none where the plan names none', {}, undefined],
])('missingHook: %s', (_name, entry, expected) => {
  expect(missingHook({ plan: plan(), entry, hooks })).toBe(expected);
});
