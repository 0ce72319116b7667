import { describe, expect, test } from 'vitest';
import type { PlanSpec } from '../../api/generated/plan.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import { found, plan, planScope, problems } from '../../testing/plan-scope.ts';
import { conditionsFrom } from './finding.ts';
import { nothingNamed, type OptionFacts } from './gather-options.ts';
import { judgePlan } from './plan-checks.ts';

const scopeWith = (spec: Partial<PlanSpec>, options: Partial<OptionFacts> = {}) =>
  planScope({ plan: plan(spec), options: { ...nothingNamed, ...options } });

const withEntry = (entry: Partial<PlanSpec['vms'][number]>): Partial<PlanSpec> => ({
  vms: [{ id: 'vm-101', ...entry }],
});

describe('a plan whose', () => {
  test.each<[string, Partial<PlanSpec>, Partial<OptionFacts>, string[]]>([
    [
      'conversion has all options',
      {
        ...withEntry({ luks: { name: 'keys' } }),
        conversionTempStorageClass: 'fast',
        conversionTempStorageSize: '50Gi',
        customizationScripts: { name: 'scripts' },
        installLegacyDrivers: true,
        xfsCompatibility: true,
      },
      {},
      [],
    ],
    ['scratch space has no size', { conversionTempStorageClass: 'fast' }, {}, ['NotValid/NotValid']],
    ['scratch space has no class', { conversionTempStorageSize: '50Gi' }, {}, ['NotValid/NotValid']],
    [
      'scratch space has a size that is none',
      { conversionTempStorageClass: 'fast', conversionTempStorageSize: 'big' },
      {},
      ['NotValid/NotValid'],
    ],
    ['options name what does not exist', {}, { missing: ['spec.x: y'] }, ['NotValid/NotValid']],
    ['scripts have wrong names', {}, { ignoredScripts: ['notes.txt'] }, ['CustomizationScriptsIgnored/NotValid']],
    [
      'disks would be opened in two ways',
      withEntry({ luks: { name: 'keys' }, nbdeClevis: true }),
      {},
      ['LuksAndClevisIncompatibility/NotValid'],
    ],
    [
      'disks are copied raw although guests should be changed',
      { ...withEntry({ nbdeClevis: true }), skipGuestConversion: true, xfsCompatibility: true },
      {},
      ['OptionWithoutEffect/NotConverted'],
    ],
    ['disks are copied raw', { skipGuestConversion: true, xfsCompatibility: false }, {}, []],
  ])('%s', (_name, spec, options, expected) => {
    const scope = { ...scopeWith(spec, options), vddkImage: 'registry.test/vddk:8' };
    expect(problems(scope)).toEqual(expected);
  });
});

describe('a machine that shares disks', () => {
  const disks = [fakeDisk('rac-1', 0), fakeDisk('rac-1', 1, { shared: true, file: '[ds1] common.vmdk' })];
  const machine = fakeMachine({ disks });
  test.each<[string, Partial<PlanSpec>, RegExp]>([
    ['brings them', {}, /must all be off/],
    ['leaves them out', { migrateSharedDisks: false }, /left out/],
    ['leaves them out by its own choice', { vms: [{ id: machine.id, migrateSharedDisks: false }] }, /left out/],
  ])('%s', (_name, spec, message) => {
    const { vms: [entry = { id: machine.id }] = [] } = spec;
    const scope = { ...scopeWith(spec), entries: [{ entry, lookup: found(machine) }] };
    const [shared, ...more] = judgePlan(scope).filter(({ type }) => type.startsWith('Shared'));
    expect(shared?.type).toBe(`SharedWarnDisks-${machine.id}`);
    expect(shared?.message).toMatch(message);
    expect(shared?.items).toContain('[ds1] common.vmdk');
    expect(more).toEqual([]);
    expect(conditionsFrom('Plan', judgePlan(scope), { now: '2026-01-01T00:00:00Z' })).toContainEqual(
      expect.objectContaining({ type: `SharedWarnDisks-${machine.id}`, category: 'Warn' }),
    );
  });
});

test('all that cannot be used is listed at once', () => {
  const scope = scopeWith({ conversionTempStorageSize: 'big', pvcNameTemplate: '{{' }, { missing: ['spec.x: y'] });
  const found = judgePlan(scope).filter(({ type }) => type === 'NotValid');
  expect(found).toHaveLength(1);
  expect(found[0]?.items).toHaveLength(4);
});
