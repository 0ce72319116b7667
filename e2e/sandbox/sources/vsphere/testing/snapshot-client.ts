import type { VirtualClock } from '../../../clock.ts';
import { readBody } from '../../../wire.ts';
import type { Extent } from '../../../seeds/disk-content.ts';
import type { ModelSpec, VmSpec } from '../model-spec.ts';
import type { SandboxVcenter, VcenterSettings } from '../sandbox-vcenter.ts';
import type { XmlElement } from '../xml.ts';
import { child, childrenNamed, childText } from '../xml.ts';
import type { SoapAnswer, SoapClient } from './soap-client.ts';
import { account, signedIn, startVcenter } from './soap-client.ts';

const mib = 1024 * 1024;

/** A machine that runs, is tracked and whose guest writes every second. */
export const busyMachine: VmSpec = {
  name: 'busy',
  id: 'vm-1',
  changeTracking: true,
  writes: { everyMs: 1000 },
  disks: [
    { capacityBytes: 16 * mib, dataBytes: 2 * mib },
    { capacityBytes: 8 * mib, dataBytes: mib },
  ],
};

export interface ChangeAnswer {
  readonly startOffset: number;
  readonly length: number;
  readonly areas: readonly Extent[];
}

/** A vCenter with one machine, `vm-1`, and words for what is done to its snapshots. */
export class SnapshotClient {
  readonly clock: VirtualClock;
  readonly vcenter: SandboxVcenter;
  readonly soap: SoapClient;

  private constructor(clock: VirtualClock, vcenter: SandboxVcenter, soap: SoapClient) {
    this.clock = clock;
    this.vcenter = vcenter;
    this.soap = soap;
  }

  static async start(vm: VmSpec = busyMachine, settings: Partial<VcenterSettings> = {}): Promise<SnapshotClient> {
    const model: ModelSpec = {
      datacenters: [
        {
          name: 'Munich',
          clusters: [{ name: 'Cluster-A', hosts: [{ name: 'esx-01.sandbox.test' }] }],
          networks: [],
          datastores: [{ name: 'vmfs-01' }],
          vms: [vm],
        },
      ],
    };
    const { clock, vcenter } = startVcenter({ model, settings });
    return new SnapshotClient(clock, vcenter, await signedIn(vcenter));
  }

  /** Begins a task and lets it end: its result, or the type of the fault of the call or of the task. */
  async task(method: string, self: string, parameters = ''): Promise<{ result?: string; fault?: string }> {
    const begun = await this.soap.call(method, self, parameters);
    if (begun.fault !== undefined) return { fault: begun.fault };
    await this.clock.advance(5_000);
    const info = await this.soap.property(`Task:${begun.values[0]?.text ?? ''}`, 'info');
    const state = childText(info, 'state');
    if (state === 'success') return { result: childText(info, 'result') };
    return { fault: child(child(info, 'error'), 'fault')?.attributes.type ?? state };
  }

  /** The id of a new snapshot. Throws when it could not be made. */
  async snapshot(name: string, options: { readonly quiesce?: boolean } = {}): Promise<string> {
    const parameters = `<name>${name}</name><memory>false</memory><quiesce>${options.quiesce === true}</quiesce>`;
    const { result, fault } = await this.task('CreateSnapshot_Task', 'VirtualMachine:vm-1', parameters);
    if (result === undefined) throw new Error(`There is no snapshot: ${fault ?? ''}`);
    return result;
  }

  remove(snapshot: string, options: { readonly children?: boolean; readonly consolidate?: boolean } = {}) {
    const { children = false, consolidate = true } = options;
    return this.task(
      'RemoveSnapshot_Task',
      `VirtualMachineSnapshot:${snapshot}`,
      `<removeChildren>${children}</removeChildren><consolidate>${consolidate}</consolidate>`,
    );
  }

  /** The disks of the machine or of a snapshot, each with its backing. */
  async disks(self = 'VirtualMachine:vm-1'): Promise<XmlElement[]> {
    const devices = await this.soap.property(self, 'config.hardware.device');
    return devices?.children.filter((device) => device.attributes.type === 'VirtualDisk') ?? [];
  }

  /** Of the machine's disks as the snapshot has them. */
  async changeIds(snapshot: string): Promise<(string | undefined)[]> {
    const disks = await this.disks(`VirtualMachineSnapshot:${snapshot}`);
    return disks.map((disk) => childText(child(disk, 'backing'), 'changeId'));
  }

  /** The name of the first disk's file as the snapshot has it, without its datastore. */
  async fileOf(snapshot: string): Promise<string> {
    const [disk] = await this.disks(`VirtualMachineSnapshot:${snapshot}`);
    return childText(child(disk, 'backing'), 'fileName')?.replace('[vmfs-01] ', '') ?? '';
  }

  query(snapshot: string, changeId: string, of: { key?: number; startOffset?: number } = {}): Promise<SoapAnswer> {
    const { key = 2000, startOffset = 0 } = of;
    return this.soap.call(
      'QueryChangedDiskAreas',
      'VirtualMachine:vm-1',
      `<snapshot type="VirtualMachineSnapshot">${snapshot}</snapshot><deviceKey>${key}</deviceKey>` +
        `<startOffset>${startOffset}</startOffset><changeId>${changeId}</changeId>`,
    );
  }

  /** Throws where the query is refused. */
  async changes(snapshot: string, changeId: string, of: { startOffset?: number } = {}): Promise<ChangeAnswer> {
    const answer = await this.query(snapshot, changeId, of);
    const [info] = answer.values;
    if (info === undefined) throw new Error(`The query is refused: ${answer.fault ?? ''}`);
    return {
      startOffset: Number(childText(info, 'startOffset')),
      length: Number(childText(info, 'length')),
      areas: childrenNamed(info, 'changedArea').map((area) => ({
        offset: Number(childText(area, 'start')),
        length: Number(childText(area, 'length')),
      })),
    };
  }

  /** A file of the datastore, or with `chain` the disk that it makes with those below it. */
  async read(path: string, options: { readonly chain?: boolean } = {}): Promise<{ status: number; bytes: Uint8Array }> {
    const response = await this.vcenter.handle({
      method: 'GET',
      url: `https://vcenter.test/folder/${path}?dcPath=Munich&dsName=vmfs-01${options.chain ? '&chain=1' : ''}`,
      headers: { authorization: `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}` },
    });
    return { status: response.status, bytes: await readBody(response) };
  }
}
