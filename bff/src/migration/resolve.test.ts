import { describe, expect, test } from 'vitest';
import type { Plan, PlanSpec, PlanVm } from '../api/generated/plan.ts';
import { defaultEngineSettings } from '../config/settings.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';
import { resolveRun, type ResolveInput } from './resolve.ts';

function input(
  spec: Partial<PlanSpec> = {},
  entry: PlanVm = { id: 'vm-101' },
  change: Partial<ResolveInput> = {},
): ResolveInput {
  const plan: Plan = {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Plan',
    metadata: { name: 'spring', namespace: 'migrations', uid: 'p' },
    spec: {
      targetNamespace: 'prod',
      provider: { source: {}, destination: {} },
      map: { network: {}, storage: {} },
      vms: [entry],
      ...spec,
    },
  };
  return {
    plan,
    migration: { uid: 'm', createdAt: '2026-01-01T00:00:00Z' },
    provider: { namespace: 'migrations', name: 'vc', uid: 'v', type: 'vsphere' },
    entry,
    position: 3,
    networks: [
      { source: 'network-1', type: 'pod' },
      { source: 'network-2', type: 'ignored' },
    ],
    storage: [{ source: 'datastore-1', storageClass: 'ceph', volumeMode: 'Block' }],
    place: { instanceTypes: new Map(), preferences: new Map(), sharedClaims: new Map(), podAnnotations: {} },
    comingFiles: new Set(),
    takenNames: new Set(),
    hooks: [],
    settings: defaultEngineSettings,
    ...change,
  };
}

const machine = fakeMachine({ disks: [fakeDisk('web-01', 0), fakeDisk('web-01', 1)] });

test('everything that the run needs is decided', () => {
  const run = resolveRun(input(), machine);
  expect(run.pipeline.name).toBe('vsphere-cold');
  expect(run.queue).toEqual({ since: '2026-01-01T00:00:00Z', position: 3 });
  expect(run.target).toEqual({
    namespace: 'prod',
    name: 'web-01',
    volumes: [
      { disk: 0, prefix: 'spring-web-01-disk-0', storageClass: 'ceph', volumeMode: 'Block' },
      { disk: 1, prefix: 'spring-web-01-disk-1', storageClass: 'ceph', volumeMode: 'Block' },
    ],
    networks: [{ source: 'network-1', type: 'pod' }],
    labels: {},
    annotations: {},
  });
});

test('commit stands before whatever lets the target run, in every pipeline', () => {
  for (const skipGuestConversion of [false, true]) {
    const steps = resolveRun(input({ skipGuestConversion }), machine).pipeline.steps.map(({ step }) => step);
    expect(steps.indexOf('Commit')).toBeGreaterThan(steps.indexOf('CreateVM'));
    expect(steps.indexOf('StartVM')).toBe(steps.indexOf('Commit') + 1);
  }
});

test.each([
  ['warm', input({ type: 'warm' }), 'vsphere-warm', 60],
  ['the older way to say warm', input({ warm: true }), 'vsphere-warm', 60],
  ['warm and raw', input({ type: 'warm', skipGuestConversion: true }), 'vsphere-warm-raw-copy', 60],
  ['warm with an interval', input({ type: 'warm', precopyInterval: 15 }), 'vsphere-warm', 15],
  [
    'warm with an interval of the machine',
    input({ type: 'warm', precopyInterval: 15 }, { id: 'vm-101', precopyInterval: 5 }),
    'vsphere-warm',
    5,
  ],
])('%s', (_name, given, pipeline, minutes) => {
  const run = resolveRun(given, machine);
  expect([run.pipeline.name, run.warm]).toEqual([pipeline, { precopyIntervalMs: minutes * 60_000 }]);
});

test('a cold run has nothing of warm ones', () => {
  expect(resolveRun(input({}), machine).warm).toBeUndefined();
});

describe('a machine that cannot run gets its reason as a run of its own', () => {
  test.each([
    ['live', input({ type: 'live' }), machine, 'type-not-supported'],
    [
      'another source',
      input({}, { id: 'vm-101' }, { provider: { namespace: 'n', name: 'rhv', uid: 'v', type: 'ovirt' } }),
      machine,
      'type-not-supported',
    ],
    ['a datastore without target', input({}, { id: 'vm-101' }, { storage: [] }), machine, 'storage-unmapped'],
    ['a network without target', input({}, { id: 'vm-101' }, { networks: [] }), machine, 'network-unmapped'],
    ['a template that gives no name', input({ pvcNameTemplate: '{{.VmName}}_disk' }), machine, 'name-not-valid'],
  ])('%s', (_name, given, source, code) => {
    const run = resolveRun(given, source);
    expect([run.pipeline.name, run.refusal?.code]).toEqual(['refused', code]);
    expect(run.machine.id).toBe('vm-101');
  });
});

describe('the entry of the machine', () => {
  test.each<[string, Partial<PlanSpec>, Partial<PlanVm>, string, unknown]>([
    ['overrides the power state', { targetPowerState: 'on' }, { targetPowerState: 'off' }, 'targetPowerState', 'off'],
    ['leaves the rest to the plan', { targetPowerState: 'on' }, {}, 'targetPowerState', 'on'],
    [
      'may ask for removal on failure',
      { deleteVmOnFailMigration: false },
      { deleteVmOnFailMigration: true },
      'deleteVmOnFailMigration',
      true,
    ],
    [
      'cannot forbid it',
      { deleteVmOnFailMigration: true },
      { deleteVmOnFailMigration: false },
      'deleteVmOnFailMigration',
      true,
    ],
    ['may leave it to the plan to forbid', { deleteVmOnFailMigration: false }, {}, 'deleteVmOnFailMigration', false],
  ])('%s', (_name, spec, entry, option, expected) => {
    expect(resolveRun(input(spec, { id: 'vm-101', ...entry }), machine).options[option]).toBe(expected);
  });
});

describe('what the target cluster has', () => {
  const offer = (kind: string, name: string, size = {}) => [name, { kind, name, ...size }] as const;
  const place = {
    instanceTypes: new Map([
      offer('VirtualMachineClusterInstancetype', 'u1.small', { cpus: 1, memoryBytes: 2 ** 30 }),
      offer('VirtualMachineInstancetype', 'own', { cpus: 8, memoryBytes: 2 ** 35 }),
    ]),
    preferences: new Map([offer('VirtualMachineClusterPreference', 'rhel.9', { cpus: 2, memoryBytes: 2 ** 31 })]),
    sharedClaims: new Map(),
    podAnnotations: { network: 'fast' },
    primaryNetwork: { topology: 'layer2', subnets: ['10.0.0.0/8'] },
  };
  const target = (entry: Partial<PlanVm>, source = machine) =>
    resolveRun(input({}, { id: 'vm-101', ...entry }, { place }), source).target;

  test('is decided once', () => {
    expect(target({ instanceType: 'own' })).toMatchObject({
      instanceType: { kind: 'VirtualMachineInstancetype', name: 'own' },
      preference: { kind: 'VirtualMachineClusterPreference', name: 'rhel.9' },
      podAnnotations: { network: 'fast' },
      primaryNetwork: { topology: 'layer2', subnets: ['10.0.0.0/8'] },
    });
  });

  test.each<[string, Partial<PlanVm>, typeof machine]>([
    ['asks for more memory', {}, { ...machine, memoryBytes: 2 ** 30 }],
    ['asks for more CPUs', {}, { ...machine, cpu: { sockets: 1, coresPerSocket: 1 } }],
    ['asks for more than the instance type gives', { instanceType: 'u1.small' }, machine],
    ['is for another guest', {}, { ...machine, guest: { ...machine.guest, id: 'debian12_64Guest' } }],
  ])('a preference is left out that %s', (_name, entry, source) => {
    expect(target(entry, source)).not.toHaveProperty('preference');
  });

  test.each<[string, Partial<PlanVm>, Partial<ResolveInput>]>([
    ['an instance type that does not exist', { instanceType: 'gone' }, {}],
    ['a place where no machine can be', {}, { place: { ...place, problem: 'it is full' } }],
  ])('%s is refused', (_name, entry, change) => {
    const run = resolveRun(input({}, { id: 'vm-101', ...entry }, { place, ...change }), machine);
    expect([run.pipeline.name, run.refusal?.code]).toEqual(['refused', 'option-not-possible']);
  });
});

test('what people wrote beside the machine is kept in the form that the target carries', () => {
  const tags = [{ category: 'c', name: 'owner', description: 'platform' }];
  const { target, ...rest } = resolveRun(input(), { ...machine, tags, attributes: { app: 'shop' } });
  expect(target.labels).toEqual({ 'vsphere.forklift.konveyor.io/owner': 'platform' });
  expect(target.annotations).toEqual({ 'vsphere.forklift.konveyor.io/app': 'shop' });
  expect(rest.machine).toEqual(machine);
});

test('a refused machine keeps nothing of it, however much it is', () => {
  const run = resolveRun(input({ type: 'live' }), { ...machine, attributes: { app: 'x'.repeat(1_000_000) } });
  expect(run.pipeline.name).toBe('refused');
  expect(JSON.stringify(run).length).toBeLessThan(20_000);
});

test('a claim may be named after the drive that is on it', () => {
  const disks = [fakeDisk('web-01', 0, { driveLetter: 'c' }), fakeDisk('web-01', 1)];
  const pvcNameTemplate = '{{if .WinDriveLetter}}drive-{{.WinDriveLetter}}{{else}}data-{{.DiskIndex}}{{end}}';
  const { volumes } = resolveRun(input({ pvcNameTemplate }), { ...machine, disks }).target;
  expect(volumes.map(({ prefix }) => prefix)).toEqual(['drive-c', 'data-1']);
});

test('an administrator may say what stands for what plans do not say', () => {
  const settings = { ...defaultEngineSettings, pvcNameTemplate: 'claim-{{.DiskIndex}}', serviceAccount: 'mover' };
  const resolve = (spec: Partial<PlanSpec>) => resolveRun(input(spec, { id: 'vm-101' }, { settings }), machine);
  const own = resolve({ pvcNameTemplate: 'own-{{.DiskIndex}}', serviceAccount: 'robot' });
  expect([own.target.volumes[0]?.prefix, own.options.serviceAccount]).toEqual(['own-0', 'robot']);
  const other = resolve({});
  expect([other.target.volumes[0]?.prefix, other.options.serviceAccount]).toEqual(['claim-0', 'mover']);
});

test('a taken name gets a suffix that stays the same', () => {
  const taken = input({}, { id: 'vm-101' }, { takenNames: new Set(['web-01']) });
  const { name } = resolveRun(taken, machine).target;
  expect(name).toMatch(/^web-01-[a-z0-9]{4}$/);
  expect(resolveRun(taken, machine).target.name).toBe(name);
});
