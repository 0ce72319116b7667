import type { SandboxAddresses } from '@gantry/sandbox/sandbox.ts';
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

/** The vCenter and the maps that every plan uses, as they are written for `kubectl apply`. */
export function surroundings({ vcenter }: SandboxAddresses, storageClass: string): Manifest[] {
  const { url, user, password, ca: cacert } = vcenter;
  return [
    { kind: secret, object: { ...named('vcenter'), stringData: { user, password, cacert } } },
    {
      kind: provider,
      object: {
        ...named('vcenter'),
        spec: {
          type: 'vsphere',
          url,
          secret: ref('vcenter'),
          settings: { sdkEndpoint: 'vcenter', vddkInitImage: 'registry.example.com/vddk:8.0.3' },
        },
      },
    },
    {
      kind: networkMap,
      object: {
        ...named('networks'),
        spec: { provider: ends, map: [{ source: { name: 'VM Network' }, destination: { type: 'pod' } }] },
      },
    },
    {
      kind: storageMap,
      object: {
        ...named('storage'),
        spec: { provider: ends, map: [{ source: { name: 'vmfs-01' }, destination: { storageClass } }] },
      },
    },
  ];
}

export interface PlanOptions {
  readonly name: string;
  readonly machines: readonly string[];
  readonly rawCopy?: true;
}

export function planOf({ name, machines, rawCopy }: PlanOptions): Manifest {
  return {
    kind: plan,
    object: {
      ...named(name),
      spec: {
        targetNamespace: targetProject,
        provider: ends,
        map: { network: ref('networks'), storage: ref('storage') },
        vms: machines.map((id) => ({ id })),
        ...(rawCopy && { skipGuestConversion: true }),
      },
    },
  };
}

export function migrationOf(planName: string, name: string): Manifest {
  return { kind: migration, object: { ...named(name), spec: { plan: ref(planName) } } };
}
