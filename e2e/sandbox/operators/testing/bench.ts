import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VirtualClock } from '../../clock.ts';
import { InProcessNetwork } from '../../network.ts';
import { diskContent } from '../../seeds/disk-content.ts';
import type { DiskContent } from '../../seeds/disk-content.ts';
import type { ModelSpec, VmSpec } from '../../sources/vsphere/model-spec.ts';
import { SandboxVcenter } from '../../sources/vsphere/sandbox-vcenter.ts';
import type { Exit, MountedDisk, Program, ProgramContext } from '../pods/program.ts';
import { defaultTimings } from '../timings.ts';
import type { Timings } from '../timings.ts';

export const vcenterUrl = 'https://vcenter.sandbox.test';
export const credentials = { user: 'administrator@vsphere.local', password: 'p4ss&word' };

const mebibyte = 2 ** 20;

/** A small machine that is off, with a root disk and a data disk. */
export const smallMachine: VmSpec = {
  name: 'web-01',
  id: 'vm-1',
  guest: 'rhel9',
  power: 'poweredOff',
  disks: [
    { capacityBytes: 8 * mebibyte, dataBytes: 2 * mebibyte },
    { capacityBytes: 4 * mebibyte, dataBytes: mebibyte },
  ],
  nics: [{ network: 'VM Network' }],
};

export function modelOf(...vms: readonly VmSpec[]): ModelSpec {
  return {
    datacenters: [
      {
        name: 'Munich',
        clusters: [{ name: 'Cluster-A', hosts: [{ name: 'esx-01.sandbox.test' }, { name: 'esx-02.sandbox.test' }] }],
        networks: [{ name: 'VM Network' }],
        datastores: [{ name: 'vmfs-01' }],
        vms,
      },
    ],
  };
}

export interface RunOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly disks?: readonly MountedDisk[];
  readonly secret?: Readonly<Record<string, string>>;
  readonly timings?: Partial<Timings>;
  readonly fingerprint?: string;
}

/** A vCenter, a network and a folder of volumes for programs that run without a cluster. */
export class Bench {
  readonly clock = new VirtualClock();
  readonly network = new InProcessNetwork();
  readonly vcenter: SandboxVcenter;
  readonly folder: string;
  readonly address = '127.64.0.1';
  readonly log: string[] = [];
  readonly stop = new AbortController();

  static async create(model = modelOf(smallMachine)): Promise<Bench> {
    const bench = new Bench(model, await mkdtemp(path.join(tmpdir(), 'sandbox-bench-')));
    await bench.network.listen(bench.vcenter.handle, {
      host: 'vcenter.sandbox.test',
      port: 443,
      tls: { cert: '', key: '' },
    });
    return bench;
  }

  private constructor(model: ModelSpec, folder: string) {
    this.vcenter = new SandboxVcenter({ clock: this.clock, seed: 'bench', model, credentials: [credentials] });
    this.folder = folder;
  }

  /** A block volume of that size, empty. */
  async blockDevice(at: string, capacityBytes: number): Promise<MountedDisk> {
    const file = path.join(this.folder, path.basename(at));
    const handle = await open(file, 'w');
    await handle.truncate(capacityBytes);
    await handle.close();
    return { at, mode: 'Block', file, capacityBytes };
  }

  /** What the disk of that number of the machine `vm-1` holds. */
  content(index: number): DiskContent {
    const spec = this.vcenter.machines.get('vm-1').disks[index]?.content;
    if (!spec) throw new Error(`There is no disk ${index}.`);
    return diskContent(spec);
  }

  start(program: Program, options: RunOptions): Promise<Exit> {
    const context: ProgramContext = {
      pod: { metadata: { name: 'pod', uid: 'uid', resourceVersion: '1' }, spec: { containers: [] } },
      container: { name: 'main', image: 'image' },
      address: this.address,
      environment: new Map(Object.entries(options.environment)),
      disks: options.disks ?? [],
      files: () => new Map(Object.entries(options.secret ?? {}).map(([key, value]) => [key, Buffer.from(value)])),
      network: this.network,
      clock: this.clock,
      timings: { ...defaultTimings, ...options.timings },
      signal: this.stop.signal,
      fingerprint: () => Promise.resolve(options.fingerprint),
      log: (line) => this.log.push(line),
    };
    return program(context);
  }

  /** Lets time pass until `run` has settled. */
  async finish<T>(run: Promise<T>, limitMs = 3_600_000): Promise<PromiseSettledResult<T>> {
    const settled = run.then(
      (value) => ({ status: 'fulfilled', value }) as const,
      (reason: unknown) => ({ status: 'rejected', reason }) as const,
    );
    let result: PromiseSettledResult<T> | undefined;
    void settled.then((value) => {
      result = value;
    });
    await this.clock.until(() => result !== undefined, limitMs, 'the end of the program');
    return settled;
  }

  async close(): Promise<void> {
    this.stop.abort(new Error('The test is over.'));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The first byte at which a file differs from a disk's content, -1 where they agree throughout. */
export async function firstDifference(
  file: string,
  content: DiskContent,
  except: readonly { offset: number; length: number }[] = [],
): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const chunk = Buffer.alloc(mebibyte);
    for (let offset = 0; offset < content.capacityBytes; offset += mebibyte) {
      const length = Math.min(mebibyte, content.capacityBytes - offset);
      await handle.read(chunk, 0, length, offset);
      const wanted = Buffer.from(content.read(offset, length));
      for (const range of except) {
        const from = Math.max(range.offset, offset) - offset;
        const to = Math.min(range.offset + range.length, offset + length) - offset;
        if (from < to) chunk.copy(wanted, from, from, to);
      }
      for (let at = 0; at < length; at += 1) if (wanted[at] !== chunk[at]) return offset + at;
    }
    return -1;
  } finally {
    await handle.close();
  }
}
