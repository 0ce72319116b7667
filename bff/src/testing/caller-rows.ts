import { migrations } from '../api/generated/migration.ts';
import { hooks } from '../api/generated/hook.ts';
import { hosts } from '../api/generated/host.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import type { endpoints } from '../api/http/endpoints.ts';
import { selfSubjectReviews } from '../api/kinds/access.ts';
import { namespaces, secrets } from '../api/kinds/core.ts';
import type { Resource } from '../api/resource.ts';
import type { DirectCall } from './direct-call.ts';
import { hostRef, project } from './http-world.ts';

/** Objects of one caller, so that what one of them does takes nothing from the next. */
export interface CallerObjects {
  /** Of a plan, a network map and a storage map. */
  readonly plan: string;
  readonly provider: string;
  /** Names of nothing yet. */
  readonly unused: string;
}

/** One request to the service, and what it takes to do the same at the API server. */
export interface CallerRow {
  readonly path: string;
  readonly body?: object;
  readonly takes: readonly DirectCall[];
}

const here = (verb: DirectCall['verb'], ...resources: Resource[]): DirectCall[] =>
  resources.map((resource) => ({ verb, resource, namespace: project }));
const readHost: DirectCall = { verb: 'get', resource: providers, namespace: hostRef.namespace };

/** To be somebody. */
const identity: DirectCall = { verb: 'create', resource: selfSubjectReviews };

const connection = {
  type: 'vsphere',
  url: 'https://vc.sandbox.test',
  user: 'somebody',
  password: 'canary-of-a-caller',
  trust: { mode: 'skip' },
};

const hookChoices = { image: 'registry.test/hook:1', deadlineSeconds: 0 };

const settings = {
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

function bundleOf({ provider, unused }: CallerObjects) {
  return {
    name: unused,
    source: { namespace: project, name: provider },
    target: hostRef,
    targetProject: 'prod',
    vms: [{ id: 'vm-1001', name: 'web-01' }],
    networkMap: [{ source: { id: 'network-1', name: 'VM Network' }, destination: { type: 'pod' } }],
    storageMap: [{ source: { id: 'datastore-1', name: 'vmfs-01' }, destination: { storageClass: 'ceph-rbd' } }],
    guestConversion: 'convert',
    compatibilityDevices: true,
    targetPowerState: 'auto',
  };
}

/** A row for every operation: one that is missing does not compile. Rows that end something stand last. */
export function callerRows(own: CallerObjects): Readonly<Record<keyof typeof endpoints, CallerRow>> {
  const inProject = `/projects/${project}`;
  const plan = `${inProject}/plans/${own.plan}`;
  const provider = `${inProject}/providers/${own.provider}`;
  const networkMap = `${inProject}/network-maps/${own.plan}`;
  const storageMap = `${inProject}/storage-maps/${own.plan}`;
  const hook = `${inProject}/hooks/${own.plan}`;
  const bundle = bundleOf(own);
  const { source, target, targetProject } = bundle;
  const readPlan = here('get', plans);
  const readProvider = here('get', providers);
  const makeMaps = here('create', networkMaps, storageMaps);
  return {
    me: { path: '/me', takes: [] },
    listProjects: { path: '/projects', takes: [] },
    reviewAccess: { path: '/access-reviews', body: { checks: [{ verb: 'get', resource: 'pods' }] }, takes: [] },
    openLive: { path: '/live-tickets', body: {}, takes: [] },
    createProject: {
      path: '/projects',
      body: { name: own.unused },
      takes: [{ verb: 'create', resource: namespaces }],
    },
    listProviders: { path: `/providers?project=${project}`, takes: here('list', providers) },
    getProvider: { path: provider, takes: readProvider },
    listInventoryVms: { path: `${inProject}/providers/vcenter/inventory/vms`, takes: readProvider },
    listInventory: { path: `${inProject}/providers/vcenter/inventory/collections/hosts`, takes: readProvider },
    listInventoryHosts: { path: `${inProject}/providers/vcenter/inventory/hosts`, takes: readProvider },
    listInventoryNetworks: { path: `${inProject}/providers/vcenter/inventory/networks`, takes: readProvider },
    listInventoryDatastores: { path: `${inProject}/providers/vcenter/inventory/datastores`, takes: readProvider },
    getInventoryTree: { path: `${inProject}/providers/vcenter/inventory/tree/folders`, takes: readProvider },
    chooseHostNetworks: {
      path: `${inProject}/providers/vcenter/host-networks`,
      body: { hosts: [{ id: 'host-71', address: '198.51.100.10' }], user: 'root', password: 'canary-of-a-caller' },
      takes: [
        ...readProvider,
        ...here('list', hosts),
        ...here('get', hosts, secrets),
        ...here('create', hosts, secrets),
        ...here('patch', hosts, secrets),
      ],
    },
    forgetHostNetworks: {
      path: `${inProject}/providers/vcenter/host-networks/removals`,
      body: { hosts: ['host-71'] },
      takes: [...readProvider, ...here('list', hosts), ...here('delete', hosts)],
    },
    getOverview: { path: `/overview?project=${project}`, takes: here('list', plans) },
    getThroughput: { path: `/overview/throughput?project=${project}`, takes: here('list', plans) },
    listPlans: { path: `/plans?project=${project}`, takes: here('list', plans) },
    getPlan: { path: plan, takes: readPlan },
    listPlanVms: { path: `${plan}/vms`, takes: readPlan },
    getPlanVm: { path: `${plan}/vms/vm-1001`, takes: readPlan },
    planConsequences: { path: `${plan}/consequences?action=start`, takes: readPlan },
    proposeMaps: {
      path: `${inProject}/map-proposals`,
      body: { source: { namespace: project, name: 'vcenter' }, target, targetProject, vms: ['vm-1001'] },
      takes: [...readProvider, readHost],
    },
    listNetworkMaps: { path: `/network-maps?project=${project}`, takes: here('list', networkMaps) },
    getNetworkMap: { path: networkMap, takes: here('get', networkMaps) },
    listStorageMaps: { path: `/storage-maps?project=${project}`, takes: here('list', storageMaps) },
    getStorageMap: { path: storageMap, takes: here('get', storageMaps) },
    createNetworkMap: {
      path: `${inProject}/network-maps`,
      body: { name: own.unused, source, target, entries: bundle.networkMap },
      takes: here('create', networkMaps),
    },
    createStorageMap: {
      path: `${inProject}/storage-maps`,
      body: { name: own.unused, source, target, entries: bundle.storageMap },
      takes: here('create', storageMaps),
    },
    editNetworkMap: {
      path: networkMap,
      body: { version: '1', entries: [] },
      takes: [...here('patch', networkMaps), ...here('get', networkMaps)],
    },
    editStorageMap: {
      path: storageMap,
      body: { version: '1', entries: [] },
      takes: [...here('patch', storageMaps), ...here('get', storageMaps)],
    },
    listHooks: { path: `/hooks?project=${project}`, takes: here('list', hooks) },
    getHook: { path: hook, takes: here('get', hooks) },
    createHook: {
      path: `${inProject}/hooks`,
      body: { name: own.unused, ...hookChoices },
      takes: here('create', hooks),
    },
    editHook: {
      path: hook,
      body: { version: '1', ...hookChoices },
      takes: [...here('patch', hooks), ...here('get', hooks)],
    },
    judgePlan: { path: `${inProject}/plan-judgements`, body: bundle, takes: [...readProvider, readHost] },
    testConnection: { path: `${inProject}/connection-tests`, body: connection, takes: here('create', providers) },
    createProvider: {
      path: `${inProject}/providers`,
      body: { ...connection, name: own.unused },
      takes: here('create', providers, secrets),
    },
    editProvider: {
      path: provider,
      body: { ...connection, version: { provider: '1' } },
      takes: here('patch', providers, secrets),
    },
    createPlan: {
      path: `${inProject}/plans`,
      body: { ...bundle, source },
      takes: [...here('create', plans), ...makeMaps],
    },
    repairPlan: { path: `${plan}/repairs`, body: {}, takes: [...readPlan, ...makeMaps] },
    startPlan: {
      path: `${plan}/runs`,
      body: { idempotencyKey: 'the-key-of-a-caller' },
      takes: [...readPlan, ...here('create', migrations)],
    },
    cancelPlan: { path: `${plan}/cancellations`, body: {}, takes: [...readPlan, ...here('patch', migrations)] },
    cutOverPlan: {
      path: `${plan}/cutover`,
      body: { when: { type: 'now' } },
      takes: [...readPlan, ...here('patch', migrations)],
    },
    changePlanVms: {
      path: `${plan}/vm-changes`,
      body: { add: [{ id: 'vm-1002', name: 'db-01' }] },
      takes: [...readPlan, ...here('patch', plans)],
    },
    choosePlanVms: {
      path: `${plan}/vm-choices`,
      body: { choices: { before: 'a-hook' } },
      takes: [...readPlan, ...here('patch', plans)],
    },
    editPlan: {
      path: `${plan}/settings`,
      body: { version: '1', settings },
      takes: [...readPlan, ...here('patch', plans)],
    },
    duplicatePlan: {
      path: `${plan}/duplicates`,
      body: { name: `${own.unused}-copy`, vms: 'all' },
      takes: [...readPlan, ...here('create', plans), ...makeMaps],
    },
    changeStart: {
      path: `${plan}/start-time`,
      body: { when: { type: 'now' } },
      takes: [...readPlan, ...here('patch', migrations)],
    },
    pausePlan: { path: `${plan}/pause`, body: {}, takes: [...readPlan, ...here('patch', plans)] },
    resumePlan: { path: `${plan}/resume`, body: {}, takes: [...readPlan, ...here('patch', plans)] },
    prioritizePlan: {
      path: `${plan}/priority`,
      body: { priority: 'high' },
      takes: [...readPlan, ...here('patch', plans)],
    },
    archivePlan: { path: `${plan}/archive`, body: {}, takes: here('patch', plans) },
    deletePlan: { path: plan, takes: here('delete', plans) },
    deleteNetworkMap: { path: networkMap, takes: [...here('delete', networkMaps), ...here('get', networkMaps)] },
    deleteStorageMap: { path: storageMap, takes: [...here('delete', storageMaps), ...here('get', storageMaps)] },
    deleteHook: { path: hook, takes: [...here('delete', hooks), ...here('get', hooks)] },
    deleteProvider: { path: provider, takes: here('delete', providers) },
  };
}

/** In the order in which they are asked. */
export function callsOf({ takes }: CallerRow): readonly DirectCall[] {
  return [identity, ...takes];
}
