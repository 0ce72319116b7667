import { child, childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { readClusterRules } from './cluster-rules.ts';
import { readBusAdapters, readScsiDisks, readScsiPaths } from './host-storage.ts';
import {
  readManagementAddresses,
  readPhysicalAdapters,
  readPortGroups,
  readSwitches,
  readVlan,
  readVmkernelAdapters,
} from './host-model.ts';
import { isAtLeast } from './service-content.ts';
import type { ServiceContent } from './service-content.ts';
import { isTrueAt, numberAt, refOf, refsOf } from './values.ts';
import { buildVm, newVmFacts, unescapedName, vmProperties } from './vm-facts.ts';

/** How one type of managed object is read. */
export interface Kind {
  readonly collection: Collection;
  /** Property paths to ask for. */
  readonly paths: readonly string[];
  start(): Draft;
}

/** What is known of one object while its properties arrive. */
export interface Draft {
  /** False when the path is none of the kind's: a part of a property changed, which is not understood here. */
  apply(path: string, value: XmlElement | undefined): boolean;
  /** A draft of the same object, told from the beginning. */
  renew(): Draft;
  /** The record that the inventory shows. */
  build(id: string): Native;
}

export type Collection = 'vms' | 'hosts' | 'clusters' | 'datacenters' | 'folders' | 'networks' | 'datastores';
export type Native = Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string };

type Fields = Record<string, unknown>;
type Properties<F> = Readonly<Record<string, (facts: F, value: XmlElement | undefined) => void>>;
/** Name of the inventory's field, and how its value is read from the property. */
type Field = readonly [name: string, read: (value: XmlElement | undefined) => unknown];

const text = (value: XmlElement | undefined) => textAt(value);
const number = (value: XmlElement | undefined) => numberAt(value);
const flag = (value: XmlElement | undefined) => isTrueAt(value);
const id = (value: XmlElement | undefined) => refOf(value)?.id ?? '';

/** Every object has these two; the root folder has no parent. */
const identity: Readonly<Record<string, Field>> = {
  name: ['name', (value) => unescapedName(textAt(value))],
  parent: ['parent', (value) => refOf(value)],
};

interface Recipe<F> {
  readonly properties: Properties<F>;
  /** What is known before anything is told; `before` is what was known when the object was told last. */
  readonly empty: (before?: F) => F;
  readonly build: (id: string, facts: F) => Native;
}

function draft<F>(recipe: Recipe<F>, facts: F): Draft {
  const { properties } = recipe;
  return {
    apply(path, value) {
      if (!Object.hasOwn(properties, path)) return false;
      properties[path]?.(facts, value);
      return true;
    },
    renew: () => draft(recipe, recipe.empty(facts)),
    build: (objectId) => recipe.build(objectId, facts),
  };
}

function kindFrom<F>(collection: Collection, recipe: Recipe<F>): Kind {
  return { collection, paths: Object.keys(recipe.properties), start: () => draft(recipe, recipe.empty()) };
}

function kind(collection: Collection, fields: Readonly<Record<string, Field>>, constant: Fields = {}): Kind {
  const all = Object.entries({ ...identity, ...fields });
  const properties: Properties<Fields> = Object.fromEntries(
    all.map(([path, [name, read]]) => [
      path,
      (facts: Fields, value: XmlElement | undefined) => void (facts[name] = read(value)),
    ]),
  );
  // Fields without a value are shown with the empty one of their type.
  const empty = () => ({ ...Object.fromEntries(all.map(([, [name, read]]) => [name, read(undefined)])), ...constant });
  const build = (objectId: string, facts: Fields) => ({
    id: objectId,
    ...facts,
    name: typeof facts.name === 'string' ? facts.name : '',
  });
  return kindFrom(collection, { properties, empty, build });
}

/** Uplinks of distributed switches carry `SYSTEM/DVS.UPLINKPG`; no machine can be attached to them. */
const tag: Field = ['tag', (value) => textAt(value, 'Tag', 'key')];

const clusterFields: Readonly<Record<string, Field>> = {
  host: ['hosts', refsOf],
  network: ['networks', refsOf],
  datastore: ['datastores', refsOf],
};

/** Every kind that is collected, by managed type; what arrives of other types is ignored. */
export const kinds: Readonly<Record<string, Kind>> = {
  Folder: kind('folders', { childEntity: ['children', refsOf] }),
  Datacenter: kind('datacenters', {
    vmFolder: ['vms', refOf],
    hostFolder: ['clusters', refOf],
    networkFolder: ['networks', refOf],
    datastoreFolder: ['datastores', refOf],
  }),
  ComputeResource: kind('clusters', clusterFields, { variant: 'ComputeResource' }),
  ClusterComputeResource: kind(
    'clusters',
    {
      ...clusterFields,
      'configuration.dasConfig.enabled': ['dasEnabled', flag],
      'configuration.dasVmConfig': [
        'dasVms',
        (value) => childrenOf(value, 'ClusterDasVmConfigInfo').flatMap((each) => refOf(child(each, 'key')) ?? []),
      ],
      'configuration.drsConfig.enabled': ['drsEnabled', flag],
      'configuration.drsConfig.defaultVmBehavior': ['drsBehavior', text],
      'configuration.drsVmConfig': [
        'drsVms',
        (value) => childrenOf(value, 'ClusterDrsVmConfigInfo').flatMap((each) => refOf(child(each, 'key')) ?? []),
      ],
      configurationEx: ['own', readClusterRules],
    },
    { variant: 'ClusterComputeResource' },
  ),
  HostSystem: kind('hosts', {
    overallStatus: ['status', text],
    'config.product.name': ['productName', text],
    'config.product.version': ['productVersion', text],
    'summary.config.sslThumbprint': ['thumbprint', text],
    'config.dateTimeInfo.timeZone.name': ['timezone', text],
    'summary.managementServerIp': ['managementServerIp', text],
    'summary.runtime.inMaintenanceMode': ['inMaintenance', flag],
    'summary.hardware.numCpuPkgs': ['cpuSockets', number],
    'summary.hardware.numCpuCores': ['cpuCores', number],
    'summary.hardware.memorySize': ['memoryBytes', number],
    datastore: ['datastores', refsOf],
    network: ['networks', refsOf],
    'config.network.pnic': ['pNICs', readPhysicalAdapters],
    'config.network.vnic': ['vNICs', readVmkernelAdapters],
    'config.network.portgroup': ['portGroups', readPortGroups],
    'config.network.vswitch': ['switches', readSwitches],
    'config.virtualNicManagerInfo.netConfig': ['managementIPs', readManagementAddresses],
    'config.storageDevice.scsiLun': ['hostScsiDisks', readScsiDisks],
    'config.storageDevice.hostBusAdapter': ['hbaDiskInfo', readBusAdapters],
    'config.storageDevice.scsiTopology.adapter': ['hostScsiTopology', readScsiPaths],
    'configManager.advancedOption': ['advancedOptions', refOf],
    'hardware.systemInfo.model': ['model', text],
    'hardware.systemInfo.vendor': ['vendor', text],
    'capability.vmotionSupported': ['vmotionSupported', flag],
    'capability.storageVMotionSupported': ['storageVMotionSupported', flag],
  }),
  Network: kind('networks', { tag }, { variant: 'Standard' }),
  OpaqueNetwork: kind(
    'networks',
    { tag, summary: ['key', (value) => textAt(value, 'opaqueNetworkId')] },
    { variant: 'Opaque' },
  ),
  DistributedVirtualPortgroup: kind(
    'networks',
    {
      tag,
      key: ['key', text],
      'config.distributedVirtualSwitch': ['dvSwitch', refOf],
      'config.defaultPortConfig': ['vlanId', readVlan],
    },
    { variant: 'DvPortGroup' },
  ),
  VmwareDistributedVirtualSwitch: kind(
    'networks',
    {
      'config.host': [
        'host',
        (value) =>
          childrenOf(value, 'DistributedVirtualSwitchHostMember').map((each) => ({
            host: id(child(each, 'config', 'host')),
          })),
      ],
    },
    { variant: 'DvSwitch' },
  ),
  Datastore: kind('datastores', {
    'summary.type': ['type', text],
    'summary.capacity': ['capacity', number],
    'summary.freeSpace': ['free', number],
    'summary.maintenanceMode': ['maintenance', text],
    info: ['backing', readBacking],
    host: ['hosts', (value) => childrenOf(value, 'DatastoreHostMount').map((each) => id(child(each, 'key')))],
  }),
  VirtualMachine: kindFrom('vms', {
    properties: vmProperties,
    empty: newVmFacts,
    build: (vmId, facts) => ({ ...buildVm(vmId, facts) }),
  }),
};

/** Subtypes that need no reading of their own. */
const supertypes: Readonly<Record<string, string>> = {
  StoragePod: 'Folder',
  DistributedVirtualSwitch: 'VmwareDistributedVirtualSwitch',
};

export function kindOf(type: string): Kind | undefined {
  const name = supertypes[type] ?? type;
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** Where a datastore's bytes are: devices of a VMFS, or the server of an NFS export. */
function readBacking(info: XmlElement | undefined): Fields {
  return {
    devices: childrenOf(child(info, 'vmfs'), 'extent').map((extent) => textAt(extent, 'diskName')),
    remoteHost: textAt(info, 'nas', 'remoteHost'),
    remotePath: textAt(info, 'nas', 'remotePath'),
  };
}

/** Properties of a VirtualMachine that this server knows. */
export function vmPaths(content: ServiceContent): readonly string[] {
  return isAtLeast(content, 6, 7) ? vmPathsNow : vmPathsNow.filter((path) => path !== 'summary.config.tpmPresent');
}

const vmPathsNow = Object.keys(vmProperties);
