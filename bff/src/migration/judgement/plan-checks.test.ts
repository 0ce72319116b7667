import { describe, expect, it } from 'vitest';
import type { VirtualMachine } from '../../api/kinds/kubevirt.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { Condition } from '../../api/resource.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import {
  found,
  networkMap,
  networkPair,
  plan,
  planScope,
  problems,
  provider,
  ready,
  run,
  scopeOfMachines,
  storageMap,
} from '../../testing/plan-scope.ts';
import { givenClaim } from '../../testing/given-claim.ts';
import { hook } from '../../testing/hooks.ts';
import type { HookFacts } from './hook-checks.ts';
import { judgePlan } from './plan-checks.ts';
import type { PlanScope } from './plan-scope.ts';
import type { Concern } from '../../providers/concern.ts';

const withPlan = (spec: Partial<Plan['spec']>, change: Partial<PlanScope> = {}) =>
  planScope({ plan: plan(spec), ...change });
const host = provider('host', 'openshift');
const elsewhere = {
  destination: { ref: { name: 'host' }, object: { ...host, spec: { ...host.spec, url: 'https://other.test' } } },
};
const of = (change: Parameters<typeof fakeMachine>[0]) => scopeOfMachines([fakeMachine(change)]);

const trackedDisk = fakeDisk('web-01', 0, { changeTracking: true });
const tracked = { changeTracking: true, disks: [trackedDisk] };
const independent = { kind: 'independent', detail: 'disk 1 is independent' } as const;
const warmOf = (change: Parameters<typeof fakeMachine>[0], spec: Partial<Plan['spec']> = {}): PlanScope => {
  const scope = scopeOfMachines([fakeMachine(change)]);
  return { ...scope, vddkImage: 'x', plan: { ...scope.plan, spec: { ...scope.plan.spec, type: 'warm', ...spec } } };
};
const encrypted = { kind: 'encrypted', detail: 'disk 0 is encrypted' } as const;
const convertingOnly = (spec: Partial<Plan['spec']> = {}, change: Partial<PlanScope> = {}): PlanScope =>
  planScope({
    plan: plan({ type: 'conversion', ...spec }),
    storageMap: { ref: {}, object: undefined },
    storagePairs: [],
    entries: [{ entry: { id: 'vm-101' }, lookup: found(fakeMachine({ power: 'Off' })) }],
    claims: [givenClaim(fakeMachine(), 0)],
    ...change,
  });
const hooked = (...steps: string[]) => ({
  vms: [{ id: 'vm-101', hooks: steps.map((step) => ({ step, hook: { name: 'quiesce' } })) }],
});

function quiesce(conditions: Condition[]): HookFacts {
  return {
    found: new Map([['migrations/quiesce', { ...hook('quiesce'), status: { conditions } }]]),
    missingAccounts: [],
  };
}

function target(change: {
  name?: string;
  namespace?: string;
  labels?: Record<string, string>;
  mac?: string;
}): VirtualMachine {
  const { name = 'other', namespace = 'prod', labels = {}, mac } = change;
  const interfaces = mac === undefined ? [] : [{ name: 'net-0', macAddress: mac }];
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name, namespace, labels },
    spec: { template: { spec: { domain: { devices: { interfaces } } } } },
  };
}

const nic = { key: '4001', mac: '00:50:56:00:00:02', networkId: 'network-1', model: 'vmxnet3', startConnected: true };

describe('judgePlan', () => {
  it('finds a plan ready with which nothing is wrong', () => {
    expect(judgePlan(planScope())).toEqual([{ type: 'Ready', message: 'The migration plan is ready.' }]);
  });

  it.each<[string, PlanScope, string[]]>([
    ['no source is named', planScope({ source: { ref: {}, object: undefined } }), ['SourceProviderNotValid/NotSet']],
    [
      'the source does not exist',
      planScope({ source: { ref: { name: 'x' }, object: undefined } }),
      ['SourceProviderNotValid/NotFound'],
    ],
    [
      'the source is not ready',
      planScope({ source: { ref: { name: 'x' }, object: provider('x', 'vsphere', []) } }),
      ['SourceProviderNotReady'],
    ],
    [
      'no destination is named',
      planScope({ destination: { ref: undefined, object: undefined } }),
      ['DestinationProviderNotValid/NotSet'],
    ],
    [
      'the destination is no OpenShift',
      planScope({ destination: { ref: { name: 'x' }, object: provider('x', 'vsphere') } }),
      ['DestinationProviderNotValid/TypeNotValid'],
    ],
    [
      'the destination is not ready',
      planScope({ destination: { ref: { name: 'x' }, object: provider('x', 'openshift', []) } }),
      ['DestinationProviderNotReady'],
    ],
    [
      'it is warm without a VDDK image',
      { ...warmOf(tracked), vddkImage: undefined },
      ['VDDKInitImageUnavailable/NotSet'],
    ],
    [
      'it is warm from a source that has no such thing',
      { ...warmOf(tracked), source: { ref: { name: 'x' }, object: provider('x', 'openstack') } },
      ['WarmMigrationNotReady/NotSupported'],
    ],
    ['it is live', withPlan({ type: 'live' }), ['MigrationTypeNotValid/NotSupported']],
    [
      'it only converts, and skips that',
      convertingOnly({ skipGuestConversion: true }),
      ['MigrationTypeNotValid/NotSupported'],
    ],
    [
      'it only converts, and needs no storage map',
      convertingOnly({ map: { network: { name: 'net' }, storage: {} } }),
      [],
    ],
    [
      'it only converts, and a claim is missing',
      convertingOnly({}, { claims: [] }),
      ['MissingPvcForOnlyConversion/NotValid'],
    ],
    ['it only converts, and claims cannot be read', convertingOnly({}, { claims: undefined }), []],
    [
      'it only converts a machine that runs',
      convertingOnly({}, { entries: [{ entry: { id: 'vm-101' }, lookup: found(fakeMachine()) }] }),
      ['ClaimsMayBeStale/SourceRuns'],
    ],
    [
      'it only converts a machine of which no disk could be copied',
      convertingOnly(
        {},
        {
          entries: [
            { entry: { id: 'vm-101' }, lookup: found(fakeMachine({ power: 'Off', shapes: [independent, encrypted] })) },
          ],
        },
      ),
      [],
    ],
    [
      'the source has no path yet',
      planScope({ source: { ref: { name: 'x' }, object: provider('x', 'ovirt') } }),
      ['MigrationTypeNotValid/NotSupported'],
    ],
    ['no namespace is named', withPlan({ targetNamespace: '' }), ['NamespaceNotValid/NotSet']],
    ['the namespace is no label', withPlan({ targetNamespace: 'a.b' }), ['NamespaceNotValid/NotValid']],
    [
      'no network map is named',
      planScope({ networkMap: { ref: {}, object: undefined } }),
      ['NetworkMapRefNotValid/NotSet'],
    ],
    [
      'the network map does not exist',
      planScope({ networkMap: { ref: { name: 'x' }, object: undefined } }),
      ['NetworkMapRefNotValid/NotFound'],
    ],
    [
      'the network map is not ready',
      planScope({ networkMap: { ref: { name: 'x' }, object: { ...networkMap(), status: {} } } }),
      ['NetworkMapNotReady'],
    ],
    [
      'no storage map is named',
      planScope({ storageMap: { ref: {}, object: undefined } }),
      ['StorageRefNotValid/NotSet'],
    ],
    [
      'the storage map does not exist',
      planScope({ storageMap: { ref: { name: 'x' }, object: undefined } }),
      ['StorageRefNotValid/NotFound'],
    ],
    [
      'the storage map is not ready',
      planScope({ storageMap: { ref: { name: 'x' }, object: { ...storageMap(), status: {} } } }),
      ['StorageMapNotReady'],
    ],
    [
      'a target network is elsewhere',
      planScope({ networkPairs: [networkPair('network-1', { type: 'multus', namespace: 'other', name: 'blue' })] }),
      ['NetMapDestinationNADNotValid/NotValid'],
    ],
    [
      'a target network is in default',
      planScope({ networkPairs: [networkPair('network-1', { type: 'multus', namespace: 'default', name: 'blue' })] }),
      [],
    ],
    [
      'the service account is missing',
      withPlan({ serviceAccount: 'mover' }, { serviceAccountExists: false }),
      ['ServiceAccountNotValid/NotFound'],
    ],
    ['the conversion image is short', withPlan({ virtV2vImage: 'virt-v2v:latest' }), ['VirtV2vImageNotValid/NotValid']],
    ['the conversion image is complete', withPlan({ virtV2vImage: 'quay.io/a/virt-v2v:latest' }), []],
    ['raw copy has no VDDK image', withPlan({ skipGuestConversion: true }), ['VDDKInitImageUnavailable/NotSet']],
    ['raw copy has a VDDK image', withPlan({ skipGuestConversion: true }, { vddkImage: 'quay.io/a/vddk' }), []],
    ['another cluster is reached without a VDDK image', withPlan({}, elsewhere), ['VDDKInitImageUnavailable/NotSet']],
    ['another cluster is reached', withPlan({}, { ...elsewhere, vddkImage: 'x' }), []],
    [
      'raw copy without compatibility devices',
      withPlan({ skipGuestConversion: true, useCompatibilityMode: false }, { vddkImage: 'x' }),
      ['GuestDriversNeeded/NotConverted'],
    ],
    ['compatibility devices off without raw copy', withPlan({ useCompatibilityMode: false }), []],
    ['a claim template fails', withPlan({ pvcNameTemplate: '{{.Nothing}}' }), ['NotValid/NotValid']],
    ['a network template gives no label', withPlan({ networkNameTemplate: 'UPPER' }), ['NotValid/NotValid']],
    [
      'an entry’s volume template fails',
      withPlan({ vms: [{ id: 'vm-101', volumeNameTemplate: '{{' }] }),
      ['NotValid/NotValid'],
    ],
    [
      'a target name is no DNS name',
      withPlan({ vms: [{ id: 'vm-101', targetName: 'Web_01' }] }),
      ['NotValid/NotValid'],
    ],
    [
      'a hook is not named',
      withPlan({ vms: [{ id: 'vm-101', hooks: [{ hook: {}, step: 'PreHook' }] }] }),
      ['HookNotValid/NotSet'],
    ],
    ['a hook does not exist', withPlan(hooked('PreHook')), ['HookNotValid/NotFound']],
    ['hooks are ready', withPlan(hooked('PreHook', 'PostHook'), { hooks: quiesce([ready]) }), []],
    ['a hook is not ready', withPlan(hooked('PreHook'), { hooks: quiesce([]) }), ['HookNotReady']],
    [
      'a hook has an unknown step',
      withPlan(hooked('preHook'), { hooks: quiesce([ready]) }),
      ['HookStepNotValid/NotValid'],
    ],
    [
      'a machine has two hooks of one step',
      withPlan(hooked('PreHook', 'PreHook'), { hooks: quiesce([ready]) }),
      ['HookStepNotValid/NotValid'],
    ],
    [
      'the account of a hook does not exist',
      withPlan(hooked('PostHook'), { hooks: { ...quiesce([ready]), missingAccounts: ['robot'] } }),
      ['HookServiceAccountNotValid/NotFound'],
    ],
    [
      'options are off or empty',
      withPlan({ xfsCompatibility: false, vms: [{ id: 'vm-101', hooks: [], nbdeClevis: false }] }),
      [],
    ],
    [
      'static addresses meet the pod network',
      withPlan({ preserveStaticIPs: true }),
      ['NetMapPreservingIPsOnPodNetwork', 'VMMissingGuestIPs/MissingGuestInformation'],
    ],
  ])('%s', (_name, scope, expected) => {
    expect(problems(scope)).toEqual(expected);
  });

  it.each<[string, PlanScope, string[]]>([
    ['an entry is empty', planScope({ entries: [{ entry: {}, lookup: undefined }] }), ['VMRefNotValid/NotSet']],
    [
      'the machine is missing',
      planScope({ entries: [{ entry: { id: 'x' }, lookup: { result: 'missing' } }] }),
      ['VMNotFound/NotFound'],
    ],
    [
      'a name is ambiguous',
      planScope({ entries: [{ entry: { name: 'x' }, lookup: { result: 'ambiguous', ids: ['a', 'b'] } }] }),
      ['DuplicateVM/Ambiguous'],
    ],
    [
      'a machine stands twice, by id and by name',
      planScope({
        entries: [
          { entry: { id: 'vm-101' }, lookup: found(fakeMachine()) },
          { entry: { name: 'web-01' }, lookup: found(fakeMachine()) },
        ],
      }),
      ['DuplicateVM/NotUnique'],
    ],
    [
      'a target name stands twice',
      planScope({
        entries: [
          { entry: { id: 'a', targetName: 'x' }, lookup: undefined },
          { entry: { id: 'b', targetName: 'x' }, lookup: undefined },
        ],
      }),
      ['DuplicateVM/NotUnique'],
    ],
    ['nothing is known yet', planScope({ entries: [{ entry: { id: 'a' }, lookup: undefined }] }), []],
    ['the source name is not valid', of({ name: 'Web 01' }), ['TargetNameNotValid/NotValid']],
    ['a network is not mapped', planScope({ networkPairs: [] }), ['VMNetworksNotMapped/NotValid']],
    [
      'a mapped network is missing at the source',
      planScope({ networkPairs: [{ ...networkPair('network-1'), source: { result: 'missing' } }] }),
      ['VMNetworksNotMapped/NotValid'],
    ],
    ['a network is dropped', planScope({ networkPairs: [networkPair('network-1', { type: 'ignored' })] }), []],
    ['storage is not mapped', planScope({ storagePairs: [] }), ['VMStorageNotMapped/NotValid']],
    [
      'two NICs are on the pod network',
      of({ nics: [{ ...nic, key: '4000' }, nic] }),
      ['VMMultiplePodNetworkMappings/NotValid'],
    ],
    ['it is a template', of({ isTemplate: true }), ['SourceShapeNotSupported/NotSupported']],
    ['it is suspended', of({ power: 'Suspended' }), ['SourceShapeNotSupported/NotSupported']],
    [
      'it is encrypted',
      of({ shapes: [{ kind: 'encrypted', detail: 'disk 1 is encrypted' }] }),
      ['SourceShapeNotSupported/NotSupported'],
    ],
    [
      'it has delta files',
      of({ shapes: [{ kind: 'delta', detail: 'snapshots' }] }),
      ['SourceShapeNotSupported/NotSupported'],
    ],
    ['a disk is independent', of({ shapes: [{ kind: 'independent', detail: 'disk 1' }] }), []],
    ['tools do not run', of({ guest: { ...fakeMachine().guest, tools: 'notRunning' } }), ['GuestToolsIssue/NotValid']],
    [
      'tools do not run, and it is off',
      of({ power: 'Off', guest: { ...fakeMachine().guest, tools: 'notRunning' } }),
      [],
    ],
    ['a disk has no size', of({ disks: [fakeDisk('web-01', 0, { capacityBytes: 0 })] }), ['InvalidDiskSizes/NotValid']],
    [
      'the host is in maintenance',
      of({ host: { id: 'host-1', name: 'esx', path: '/', inMaintenance: true } }),
      ['HostNotReady/InMaintenanceMode'],
    ],
    [
      'it is to be copied while it runs and changes are not tracked',
      warmOf({ changeTracking: false, disks: [trackedDisk] }),
      ['VMMissingChangedBlockTracking/MissingChangedBlockTracking'],
    ],
    [
      'it is to be copied while it runs and changes of a disk are not tracked',
      warmOf({ changeTracking: true, disks: [trackedDisk, fakeDisk('web-01', 1)] }),
      ['VMMissingChangedBlockTracking/MissingChangedBlockTracking'],
    ],
    [
      'it is to be copied while it runs and has snapshots',
      warmOf({ ...tracked, snapshots: 1 }),
      ['VMHasSnapshots/NotValid'],
    ],
    [
      'it is to be copied while it runs and has an independent disk',
      warmOf({ ...tracked, shapes: [independent] }),
      ['SourceShapeNotSupported/NotSupported'],
    ],
    [
      'it is to be copied while it runs and shares a disk',
      warmOf({ ...tracked, shapes: [{ kind: 'shared', detail: 'disk 1 may be written by several machines' }] }),
      ['SourceShapeNotSupported/NotSupported'],
    ],
    ['changes are not tracked, but will be', warmOf({}, { enableChangeTracking: true }), []],
    ['it is to be copied while it runs, and can be', warmOf(tracked), []],
    ['it is copied off and has an independent disk', of({ shapes: [independent] }), []],
    ['disks need consolidation', of({ consolidationNeeded: true }), ['VMConsolidationNeeded/ConsolidationNeeded']],
    [
      'the MAC address is taken',
      planScope({ targets: [target({ namespace: 'any', mac: '00:50:56:00:00:01'.toUpperCase() })] }),
      ['MacConflicts/NotValid'],
    ],
    [
      'the MAC address is that of our own rest',
      planScope({ targets: [target({ labels: { plan: 'uid-spring', vmID: 'vm-101' }, mac: '00:50:56:00:00:01' })] }),
      [],
    ],
    [
      'the machine was migrated before',
      planScope({ targets: [target({ labels: { 'gantry.dev/vm': 'vm-101', 'gantry.dev/provider': 'uid-vcenter' } })] }),
      ['VMAlreadyMigrated/NotUnique'],
    ],
    [
      'another source has a machine of that id',
      planScope({ targets: [target({ labels: { 'gantry.dev/vm': 'vm-101', 'gantry.dev/provider': 'other' } })] }),
      [],
    ],
  ])('machines: %s', (_name, scope, expected) => {
    expect(problems(scope)).toEqual(expected);
  });

  it('lets a forced power-off do without guest tools', () => {
    const machine = fakeMachine({ guest: { ...fakeMachine().guest, tools: 'notInstalled' } });
    expect(problems(scopeOfMachines([machine], { plan: plan({ shutdownPolicy: 'force' }) }))).toEqual([]);
  });

  it.each([
    ['is taken in the target namespace', 'prod', {}, ['VMAlreadyExists/NotUnique']],
    ['is taken elsewhere', 'other', {}, []],
    ['is taken by what an earlier run left', 'prod', { plan: 'uid-spring', vmID: 'vm-101' }, []],
  ])('the wanted name %s', (_name, namespace, labels, expected) => {
    const scope = planScope({
      entries: [{ entry: { id: 'vm-101', targetName: 'shop' }, lookup: found(fakeMachine()) }],
      targets: [target({ name: 'shop', namespace, labels })],
    });
    expect(problems(scope)).toEqual(expected);
  });

  it('names every machine that a reason concerns, with the detail', () => {
    const machines = ['a', 'b'].map((id) =>
      fakeMachine({ id, name: id, disks: [fakeDisk(id, 0, { storageId: 'ds-9' })] }),
    );
    const [finding] = judgePlan(scopeOfMachines(machines));
    expect(finding).toMatchObject({
      type: 'VMStorageNotMapped',
      items: [" id:a name:'a' ds-9 ", " id:b name:'b' ds-9 "],
    });
    expect(finding?.suggestion).toMatch(/map/);
  });

  it('refuses machines of which the rules say something critical, and says what', () => {
    const concern = (category: Concern['category'], label: string): Concern => ({
      id: label,
      category,
      label,
      assessment: '',
    });
    const concerns = [concern('Warning', 'TPM detected'), concern('Critical', 'Passthrough device detected')];
    const scope = planScope({
      entries: [{ entry: { id: 'vm-101' }, lookup: found(fakeMachine({ id: 'vm-101', name: 'web' })), concerns }],
    });
    expect(judgePlan(scope)).toMatchObject([
      { type: 'VMCriticalConcerns', items: [" id:vm-101 name:'web' Passthrough device detected "] },
    ]);
  });

  it('refuses a plan whose progress does not fit, and says into how many to split', () => {
    const machines = Array.from({ length: 700 }, (_, index) => fakeMachine({ id: `vm-${index}`, name: `vm-${index}` }));
    const finding = judgePlan(scopeOfMachines(machines)).find(({ type }) => type === 'PlanTooLarge');
    expect(finding?.message).toMatch(/^\d+ machines do not fit in one plan: about \d+ of these do\./);
    expect(finding?.suggestion).toMatch(/^Split it into at least 2 plans of up to \d+ machines each\.$/);
    expect(problems(scopeOfMachines(machines.slice(0, 300)))).toEqual([]);
  });

  it('does not judge machines again that have been migrated', () => {
    const scope = planScope({ storagePairs: [], runs: [run('vm-101', { state: 'Ended', result: 'Succeeded' })] });
    expect(problems(scope)).toEqual(['Succeeded']);
  });

  it('does not ask for machines at the source that have been migrated', () => {
    const gone = { entry: { id: 'vm-9' }, lookup: { result: 'missing' as const } };
    const left = { entry: { id: 'vm-101' }, lookup: found(fakeMachine()) };
    const scope = planScope({ entries: [gone, left], runs: [run('vm-9', { state: 'Ended', result: 'Succeeded' })] });
    expect(problems(scope)).toEqual([]);
  });

  it('does not judge machines while they are migrated', () => {
    const scope = planScope({ storagePairs: [], runs: [run('vm-101', { state: 'Running' })] });
    expect(problems(scope)).toEqual(['Executing']);
  });

  it('is not ready when archived', () => {
    const types = judgePlan(withPlan({ archived: true })).map(({ type }) => type);
    expect(types).toEqual(['Archived']);
  });
});
