import type { Migration } from '../api/generated/migration.ts';
import type { NetworkMap, NetworkPair } from '../api/generated/network-map.ts';
import type { Plan, PlanSpec } from '../api/generated/plan.ts';
import type { Provider } from '../api/generated/provider.ts';
import type { StorageMap, StoragePair } from '../api/generated/storage-map.ts';
import type { VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import type { Condition } from '../api/resource.ts';
import type { InventoryItem, Lookup } from '../inventory/inventory.ts';
import type { SourceMachine } from '../machine/source-machine.ts';
import { planLabel } from '../migration/labels.ts';
import { nothingNamed } from '../migration/judgement/gather-options.ts';
import { noHooks } from '../migration/judgement/hook-checks.ts';
import type { ResolvedPair } from '../migration/judgement/map-checks.ts';
import { judgePlan } from '../migration/judgement/plan-checks.ts';
import type { PlanScope } from '../migration/judgement/plan-scope.ts';
import { fakeMachine } from './fake-driver.ts';

const apiVersion = 'forklift.konveyor.io/v1beta1';
const namespace = 'migrations';

export const ready: Condition = {
  type: 'Ready',
  status: 'True',
  category: 'Required',
  lastTransitionTime: '2026-01-01T00:00:00Z',
};

export function provider(name: string, type: string, conditions: Condition[] = [ready]): Provider {
  return {
    apiVersion,
    kind: 'Provider',
    metadata: { name, namespace, uid: `uid-${name}`, generation: 1 },
    spec: { type, secret: { name: `${name}-secret` }, url: type === 'openshift' ? '' : 'https://vc.example/sdk' },
    status: { conditions },
  };
}

const ends = { source: { name: 'vcenter', namespace }, destination: { name: 'host', namespace } };

export function networkMap(map: NetworkPair[] = []): NetworkMap {
  const metadata = { name: 'networks', namespace, uid: 'uid-networks', generation: 1 };
  return { apiVersion, kind: 'NetworkMap', metadata, spec: { provider: ends, map }, status: { conditions: [ready] } };
}

export function storageMap(map: StoragePair[] = []): StorageMap {
  const metadata = { name: 'storage', namespace, uid: 'uid-storage', generation: 1 };
  return { apiVersion, kind: 'StorageMap', metadata, spec: { provider: ends, map }, status: { conditions: [ready] } };
}

export function plan(spec: Partial<PlanSpec> = {}): Plan {
  return {
    apiVersion,
    kind: 'Plan',
    metadata: { name: 'spring', namespace, uid: 'uid-spring', generation: 1 },
    spec: {
      targetNamespace: 'prod',
      provider: ends,
      map: { network: { name: 'networks', namespace }, storage: { name: 'storage', namespace } },
      preserveStaticIPs: false,
      vms: [{ id: 'vm-101' }],
      ...spec,
    },
  };
}

export function found<T>(item: T): Lookup<T> {
  return { result: 'found', item };
}

export function item(id: string): InventoryItem {
  return { id, name: id, path: `/dc/${id}`, native: {} };
}

export function networkPair(
  source: string,
  destination: NetworkPair['destination'] = { type: 'pod' },
): ResolvedPair<NetworkPair> {
  return { pair: { source: { id: source }, destination }, source: found(item(source)), targetExists: true };
}

export function storagePair(source: string, storageClass = 'ceph-rbd'): ResolvedPair<StoragePair> {
  return {
    pair: { source: { id: source }, destination: { storageClass } },
    source: found(item(source)),
    targetExists: true,
  };
}

export function run(machine: string, status: VirtualMachineMigration['status']): VirtualMachineMigration {
  return {
    apiVersion: 'gantry.dev/v1alpha1',
    kind: 'VirtualMachineMigration',
    metadata: { name: `spring-${machine}`, namespace, labels: { [planLabel]: 'uid-spring' } },
    spec: {
      plan: { namespace, name: 'spring', uid: 'uid-spring' },
      migration: { namespace, name: 'first', uid: 'uid-first' },
      resolved: {
        pipeline: { name: 'vsphere-cold', version: 1, steps: [] },
        queue: { since: '2026-01-01T00:00:00Z', position: 0 },
        source: { provider: { namespace, name: 'vcenter', uid: 'uid-vcenter', type: 'vsphere' } },
        machine: { id: machine, name: machine },
        target: { namespace: 'prod', name: machine, volumes: [], networks: [] },
        options: {},
        settings: {},
      },
    },
    status,
  };
}

export function migration(name: string, status: Migration['status']): Migration {
  return {
    apiVersion,
    kind: 'Migration',
    metadata: { name, namespace, uid: `uid-${name}` },
    spec: { plan: { name: 'spring', namespace } },
    status,
  };
}

/** A plan of one machine with which nothing is wrong. */
export function planScope(change: Partial<PlanScope> = {}): PlanScope {
  return {
    plan: plan(),
    source: { ref: ends.source, object: provider('vcenter', 'vsphere') },
    destination: { ref: ends.destination, object: provider('host', 'openshift') },
    networkMap: { ref: { name: 'networks' }, object: networkMap() },
    storageMap: { ref: { name: 'storage' }, object: storageMap() },
    networkPairs: [networkPair('network-1')],
    storagePairs: [storagePair('datastore-1')],
    entries: [{ entry: { id: 'vm-101' }, lookup: found(fakeMachine()) }],
    targets: [],
    hooks: noHooks,
    options: nothingNamed,
    migrations: [],
    runs: [],
    ...change,
  };
}

/** The scope of a plan with these machines, each entered by id. */
export function scopeOfMachines(machines: readonly SourceMachine[], change: Partial<PlanScope> = {}): PlanScope {
  return planScope({
    plan: plan({ vms: machines.map(({ id }) => ({ id })) }),
    entries: machines.map((machine) => ({ entry: { id: machine.id }, lookup: found(machine) })),
    ...change,
  });
}

/** Findings as `type/reason`, without those of a plan's state. */
export function problems(scope: PlanScope): string[] {
  return judgePlan(scope)
    .filter(({ type }) => type !== 'Ready')
    .map(({ type, reason }) => (reason === undefined ? type : `${type}/${reason}`));
}
