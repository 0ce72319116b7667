import { dataVolumes, storageProfiles, type DataVolume } from '../api/kinds/cdi.ts';
import { persistentVolumeClaims, pods, storageClasses, type Pod } from '../api/kinds/core.ts';
import { virtualMachineInstances, virtualMachines, type VirtualMachine } from '../api/kinds/kubevirt.ts';
import { keyOf } from '../api/resource.ts';
import type { Client } from '../kube/client.ts';
import type { Send, WireResponse } from '../platform/wire.ts';
import { FakeStages } from './fake-stages.ts';
import { AutomationStandIn } from './automation-stand-in.ts';
import { HookStandIn } from './hook-stand-in.ts';

/**
 * Scripted CDI, pods, virt-v2v and KubeVirt, one move per `tick`: what the engine waits for happens, in the order in
 * which it happens on a cluster. The real stand-ins are the sandbox's operators.
 */
export class EngineStandIns {
  /** Claims by the pods that have written to them. */
  readonly writers = new Map<string, Set<string>>();
  bindsNothing = false;
  conversion: 'succeeds' | 'fails' | 'hangs' | 'pending' = 'succeeds';
  inspection: 'succeeds' | 'fails' | 'pending' = 'succeeds';
  importer: 'succeeds' | 'fails' | 'stalls' = 'succeeds';
  readonly hooks: HookStandIn;
  readonly automation = new AutomationStandIn();
  /** What volumes hold of a source that is copied while it runs, by the UIDs of their claims. */
  readonly stages = new FakeStages();
  readonly #client: Client;
  readonly #percent = new Map<string, number>();
  readonly #dismissed = new Set<string>();

  /** Hooks run where the plan stands. */
  constructor(client: Client, home = client) {
    this.#client = client;
    this.hooks = new HookStandIn(home);
  }

  async seed(): Promise<void> {
    const client = this.#client;
    await client.create(storageClasses, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'ceph' },
      provisioner: 'ceph',
      volumeBindingMode: 'Immediate',
    });
    await client.create(storageClasses, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'local' },
      provisioner: 'local',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    for (const name of ['ceph', 'local']) {
      const profile = { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'StorageProfile', metadata: { name } };
      await client.create(storageProfiles, profile);
      const status = { claimPropertySets: [{ accessModes: ['ReadWriteMany'], volumeMode: 'Block' }] };
      await client.mergePatch(storageProfiles, { name }, { status }, { subresource: 'status' });
    }
  }

  async tick(): Promise<void> {
    await this.hooks.tick();
    for (const volume of (await this.#client.list(dataVolumes)).items) await this.#fill(volume);
    for (const pod of (await this.#client.list(pods)).items) await this.#run(pod);
    for (const machine of (await this.#client.list(virtualMachines)).items) await this.#power(machine);
    for (const instance of (await this.#client.list(virtualMachineInstances)).items) {
      const owner = await this.#client.find(virtualMachines, keyOf(instance));
      if (owner === undefined || owner.spec.runStrategy === 'Halted')
        await this.#client.delete(virtualMachineInstances, keyOf(instance));
    }
  }

  async #fill(volume: DataVolume): Promise<void> {
    const { name } = volume.metadata;
    const phase = volume.status?.phase;
    if (phase === 'Succeeded' || this.bindsNothing) return;
    const key = keyOf(volume);
    if (phase === undefined) {
      await this.#client.create(persistentVolumeClaims, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          ...key,
          labels: volume.metadata.labels,
          annotations: volume.metadata.annotations,
          ownerReferences: [
            {
              apiVersion: volume.apiVersion,
              kind: volume.kind,
              name,
              uid: volume.metadata.uid ?? '',
              controller: true,
            },
          ],
        },
        spec: { storageClassName: volume.spec.storage?.storageClassName, volumeMode: 'Block' },
      });
      return this.#say(volume, { phase: 'Pending', progress: 'N/A' });
    }
    if (volume.spec.checkpoints !== undefined) return this.#fillInStages(volume);
    if (volume.spec.source?.blank !== undefined) return this.#say(volume, { phase: 'Succeeded', progress: '100.0%' });
    if (this.importer === 'fails')
      return this.#say(volume, {
        phase: 'ImportInProgress',
        progress: '10.0%',
        restartCount: (volume.status?.restartCount ?? 0) + 1,
      });
    if (phase === 'Pending') return this.#say(volume, { phase: 'ImportInProgress', progress: '50.00%' });
    if (this.importer === 'succeeds') await this.#say(volume, { phase: 'Succeeded', progress: '100.0%' });
  }

  /** One stage after the other; what was copied is said on the claim. */
  async #fillInStages(volume: DataVolume): Promise<void> {
    const claim = await this.#client.find(persistentVolumeClaims, keyOf(volume));
    if (claim === undefined || this.importer === 'stalls') return;
    const { checkpoints = [], finalCheckpoint } = volume.spec;
    const next = checkpoints.find(({ current }) => !this.stages.isCopied(claim, current));
    if (next === undefined) {
      const phase = finalCheckpoint === true ? 'Succeeded' : 'Paused';
      if (volume.status?.phase !== phase) await this.#say(volume, { phase, progress: '100.0%' });
      return;
    }
    if (volume.status?.phase !== 'ImportInProgress')
      return this.#say(volume, { phase: 'ImportInProgress', progress: '50.00%' });
    if (this.importer === 'fails') {
      const restartCount = (volume.status.restartCount ?? 0) + 1;
      return this.#say(volume, { phase: 'ImportInProgress', progress: '10.0%', restartCount });
    }
    this.stages.copy(claim, volume, next);
    const annotations = { [`cdi.kubevirt.io/storage.checkpoint.copied.${next.current}`]: 'importer' };
    await this.#client.mergePatch(persistentVolumeClaims, keyOf(claim), { metadata: { annotations } });
  }

  async #say(volume: DataVolume, status: NonNullable<DataVolume['status']>): Promise<void> {
    await this.#client.mergePatch(dataVolumes, keyOf(volume), { status }, { subresource: 'status' });
  }

  async #run(pod: Pod): Promise<void> {
    const phase = pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed') return;
    const address = addressOf(pod);
    const become = (status: NonNullable<Pod['status']>) =>
      this.#client.mergePatch(pods, keyOf(pod), { status }, { subresource: 'status' });
    if (pod.metadata.labels?.resource === 'hook-config') return;
    if (pod.metadata.labels?.['forklift.app'] === 'consumer') await become({ phase: 'Succeeded' });
    else if (pod.metadata.labels?.['forklift.app'] === 'virt-v2v-inspection') await this.#inspect(pod, become);
    else if (phase === undefined && this.conversion === 'pending') return;
    else if (phase === undefined) await become({ phase: 'Running', podIP: address });
    else if (this.#dismissed.has(address)) await become({ phase: 'Succeeded', podIP: address });
    else await this.#convert(pod, become);
  }

  async #inspect({ status }: Pod, become: (status: NonNullable<Pod['status']>) => Promise<unknown>): Promise<void> {
    if (this.inspection === 'pending') return;
    const end = this.inspection === 'fails' ? 'Failed' : 'Succeeded';
    await become({ phase: status?.phase === undefined ? 'Running' : end });
  }

  async #convert(pod: Pod, become: (status: NonNullable<Pod['status']>) => Promise<unknown>): Promise<void> {
    for (const { persistentVolumeClaim } of pod.spec.volumes ?? []) {
      const claim = persistentVolumeClaim?.claimName;
      if (claim !== undefined)
        this.writers.set(claim, (this.writers.get(claim) ?? new Set()).add(pod.metadata.uid ?? ''));
    }
    const address = addressOf(pod);
    const step = this.conversion === 'hangs' ? 0 : 50;
    const percent = Math.min(100, (this.#percent.get(address) ?? 0) + step);
    this.#percent.set(address, percent);
    if (this.conversion === 'fails' && percent === 100) await become({ phase: 'Failed', podIP: address });
  }

  async #power(machine: VirtualMachine): Promise<void> {
    const key = keyOf(machine);
    if (machine.spec.runStrategy !== 'Always' || (await this.#client.find(virtualMachineInstances, key)) !== undefined)
      return;
    await this.#client.create(virtualMachineInstances, {
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachineInstance',
      metadata: {
        ...key,
        ownerReferences: [
          { apiVersion: machine.apiVersion, kind: machine.kind, name: key.name, uid: machine.metadata.uid ?? '' },
        ],
      },
      spec: machine.spec.template.spec,
    });
  }

  /** Answers for the pods: figures, results, dismissal. */
  readonly send: Send = (request) => {
    const { hostname: address, port, pathname } = new URL(request.url);
    const percent = this.#percent.get(address);
    if (percent === undefined) return Promise.reject(new Error('connect ECONNREFUSED'));
    if (port === '2112') return Promise.resolve(text(200, `v2v_disk_transfers{disk_id="1"} ${percent}\n`));
    if (pathname === '/shutdown' && request.method === 'POST') this.#dismissed.add(address);
    if (percent < 100) return Promise.reject(new Error('connect ECONNREFUSED'));
    return Promise.resolve(text(200, pathname === '/warnings' ? '[]' : machineYaml));
  };
}

/** As virt-v2v describes what it converted. */
const machineYaml = `metadata:
  labels:
    libguestfs.org/osinfo: rhel9.4
spec: {template: {spec: {domain: {firmware: {bootloader: {bios: {}}}}}}}
`;

function addressOf({ metadata }: Pod): string {
  const number = Number(metadata.uid?.slice(-6));
  return `127.${1 + (number >> 16)}.${(number >> 8) % 256}.${number % 256}`;
}

function text(status: number, body: string): WireResponse {
  return {
    status,
    headers: {},
    body: {
      async *[Symbol.asyncIterator]() {
        yield await Promise.resolve(new TextEncoder().encode(body));
      },
    },
  };
}
