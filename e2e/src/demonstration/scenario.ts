import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanBundle } from '@gantry/bff/api/http/plan-wizard.ts';
import type { SandboxAddresses } from '@gantry/sandbox/sandbox.ts';
import type { MachineLine } from './progress-lines.ts';
import type { ServiceClient } from './service-client.ts';
import { waitFor } from '../wait-for.ts';

const project = 'migrations';
export const targetProject = 'prod';
const provider = { namespace: project, name: 'vcenter' };
const host = { namespace: 'gantry', name: 'host' };

/** The three machines: a Linux guest with BIOS and Windows are converted, a Linux guest with UEFI is copied as it is. */
export const demonstrationPlans = [
  { name: 'wave-1', machines: ['web-01', 'win-01'], guestConversion: 'convert' },
  { name: 'raw-1', machines: ['db-01'], guestConversion: 'rawCopy' },
] as const;

const networks: Readonly<Record<string, PlanBundle['networkMap'][number]['destination']>> = {
  'VM Network': { type: 'pod' },
  Storage: { type: 'ignored' },
};
const storageClasses: Readonly<Record<string, string>> = {
  'vmfs-01': 'ceph-rbd',
  'vmfs-02': 'ceph-rbd-wffc',
  'nfs-01': 'nfs',
};

interface Page<Row> {
  readonly rows: readonly Row[];
}
type Item = Readonly<{ id: string; name: string }>;

/** Creates the provider as its form does, and waits until its inventory has been read. */
export async function connectVcenter(service: ServiceClient, { vcenter }: SandboxAddresses): Promise<void> {
  await service.post(`/projects/${project}/providers`, {
    name: provider.name,
    type: 'vsphere',
    url: vcenter.url,
    user: vcenter.user,
    password: vcenter.password,
    trust: { mode: 'certificate', pem: vcenter.ca },
    vddkImage: 'registry.example.com/vddk:8.0.3',
  });
  await waitFor('the provider is Ready', 60_000, async () => {
    const { state } = await service.get<{ state: string }>(`/projects/${project}/providers/${provider.name}`);
    return state === 'Ready' ? true : undefined;
  });
}

async function collection(service: ServiceClient, name: string): Promise<readonly Item[]> {
  const page = await service.get<Page<Item>>(
    `/projects/${project}/providers/${provider.name}/inventory/${name}?limit=200`,
  );
  return page.rows;
}

/** Creates both plans with their maps and starts them as soon as they are ready. */
export async function startPlans(service: ServiceClient): Promise<void> {
  const machines = await collection(service, 'vms');
  const sourceNetworks = await collection(service, 'collections/networks');
  const datastores = await collection(service, 'collections/datastores');
  const pick = ({ id, name }: Item) => ({ id, name });
  for (const { name, machines: wanted, guestConversion } of demonstrationPlans) {
    const bundle: PlanBundle = {
      name,
      description: guestConversion === 'convert' ? 'Two machines, converted' : 'One machine, copied as it is',
      source: provider,
      target: host,
      targetProject,
      vms: machines.filter((machine) => (wanted as readonly string[]).includes(machine.name)).map(pick),
      networkMap: sourceNetworks.flatMap((network) => {
        const destination = networks[network.name];
        return destination === undefined ? [] : [{ source: pick(network), destination }];
      }),
      storageMap: datastores.flatMap((datastore) => {
        const storageClass = storageClasses[datastore.name];
        return storageClass === undefined ? [] : [{ source: pick(datastore), destination: { storageClass } }];
      }),
      type: 'cold',
      enableChangeTracking: false,
      guestConversion,
      compatibilityDevices: true,
      targetPowerState: 'auto',
      startWhenReady: true,
    };
    const created = await service.post<{ incomplete: { text: string }[] }>(`/projects/${project}/plans`, bundle);
    const [missing] = created.incomplete;
    if (missing !== undefined) throw new Error(missing.text);
  }
}

const words: Readonly<Record<string, string>> = {
  NotStarted: 'Waiting',
  Queued: 'Queued',
  Preparing: 'Preparing',
  ShuttingDownSource: 'Shutting down source',
  AllocatingDisks: 'Allocating disks',
  CopyingDisks: 'Copying disks',
  ConvertingGuest: 'Converting guest',
  CreatingVm: 'Creating VM',
  Succeeded: 'Succeeded',
};

const ended = new Set(['Succeeded', 'SucceededWithWarnings', 'Failed', 'Canceled']);

export interface Standing {
  readonly lines: readonly MachineLine[];
  readonly isOver: boolean;
  readonly migrated: number;
  /** Why machines failed. */
  readonly failures: readonly string[];
}

/** Where every machine stands now, as the console would show it. */
export async function standing(service: ServiceClient): Promise<Standing> {
  const pages = await Promise.all(
    demonstrationPlans.map(({ name }) => service.get<Page<VmRow>>(`/projects/${project}/plans/${name}/vms`)),
  );
  const rows = pages.flatMap((page) => page.rows).sort((left, right) => left.name.localeCompare(right.name));
  return {
    lines: rows.map((row) => ({
      name: row.name,
      state: words[row.state] ?? row.state,
      completedBytes: row.progress?.completedBytes ?? 0,
      totalBytes: row.progress?.totalBytes ?? 0,
    })),
    isOver: rows.length > 0 && rows.every(({ state }) => ended.has(state)),
    migrated: rows.filter(({ state }) => state === 'Succeeded').length,
    failures: rows.filter(({ state }) => state === 'Failed').map(({ name, message }) => `${name}: ${message.text}`),
  };
}
