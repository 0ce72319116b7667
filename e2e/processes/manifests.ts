import type { Draft, Kind, StoredObject } from '@gantry/sandbox/operators/api/objects.ts';

/** An object of a kind whose members the tests only look at here and there. */
export interface Loose extends StoredObject {
  stringData?: Record<string, string>;
  spec?: Record<string, unknown>;
  status?: {
    phase?: string;
    completed?: string;
    conditions?: { type: string; status?: string; message?: string }[];
    error?: { code: string; message?: string };
    [other: string]: unknown;
  };
}

function kind(apiVersion: string, name: string, plural: string): Kind<Loose> {
  return { apiVersion, kind: name, plural, scope: 'Namespaced' };
}

const forklift = 'forklift.konveyor.io/v1beta1';
export const secret = kind('v1', 'Secret', 'secrets');
export const provider = kind(forklift, 'Provider', 'providers');
export const networkMap = kind(forklift, 'NetworkMap', 'networkmaps');
export const storageMap = kind(forklift, 'StorageMap', 'storagemaps');
export const host = kind(forklift, 'Host', 'hosts');
export const hook = kind(forklift, 'Hook', 'hooks');
export const plan = kind(forklift, 'Plan', 'plans');
export const migration = kind(forklift, 'Migration', 'migrations');
export const machineRun = kind('gantry.dev/v1alpha1', 'VirtualMachineMigration', 'virtualmachinemigrations');
export const lease = kind('coordination.k8s.io/v1', 'Lease', 'leases');

export const project = 'migrations';
export const targetProject = 'prod';

/** An object and its kind. */
export interface Manifest {
  readonly kind: Kind<Loose>;
  readonly object: Draft<Loose>;
}

const named = (name: string) => ({ metadata: { name, namespace: project } });
const ref = (name: string) => ({ name, namespace: project });
const ends = { source: ref('vcenter'), destination: { name: 'host', namespace: 'gantry' } };

export interface Source {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** PEM; any certificate is accepted where there is none. */
  readonly ca?: string;
}

export interface Places {
  readonly storageClass: string;
  readonly network?: string;
  readonly datastore?: string;
}

/** The vCenter and the maps that every plan uses, as they are written for `kubectl apply`. */
export function surroundings({ url, user, password, ca }: Source, places: Places): Manifest[] {
  const { storageClass, network = 'VM Network', datastore = 'vmfs-01' } = places;
  const trust: Record<string, string> = ca === undefined ? { insecureSkipVerify: 'true' } : { cacert: ca };
  const settings = { sdkEndpoint: 'vcenter', vddkInitImage: 'registry.example.com/vddk:8.0.3' };
  return [
    { kind: secret, object: { ...named('vcenter'), stringData: { user, password, ...trust } } },
    {
      kind: provider,
      object: { ...named('vcenter'), spec: { type: 'vsphere', url, secret: ref('vcenter'), settings } },
    },
    {
      kind: networkMap,
      object: {
        ...named('networks'),
        spec: { provider: ends, map: [{ source: { name: network }, destination: { type: 'pod' } }] },
      },
    },
    {
      kind: storageMap,
      object: {
        ...named('storage'),
        spec: { provider: ends, map: [{ source: { name: datastore }, destination: { storageClass } }] },
      },
    },
  ];
}

export interface PlanOptions {
  readonly name: string;
  readonly machines: readonly string[];
  readonly rawCopy?: true;
  /** For machines without guest tools. */
  readonly shutdownPolicy?: 'force';
  /** Runs before each machine. */
  readonly preHook?: string;
}

export function planOf({ name, machines, rawCopy, shutdownPolicy, preHook }: PlanOptions): Manifest {
  const hooks = preHook === undefined ? {} : { hooks: [{ step: 'PreHook', hook: ref(preHook) }] };
  return {
    kind: plan,
    object: {
      ...named(name),
      spec: {
        targetNamespace: targetProject,
        provider: ends,
        map: { network: ref('networks'), storage: ref('storage') },
        vms: machines.map((id) => ({ id, ...hooks })),
        ...(rawCopy && { skipGuestConversion: true }),
        ...(shutdownPolicy && { shutdownPolicy }),
      },
    },
  };
}

export function migrationOf(planName: string, name: string): Manifest {
  return { kind: migration, object: { ...named(name), spec: { plan: ref(planName) } } };
}
