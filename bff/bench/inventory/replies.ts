import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { modelFromCounts } from '@gantry/sandbox/sources/vsphere/model-from-counts.ts';
import { SandboxVcenter } from '@gantry/sandbox/sources/vsphere/sandbox-vcenter.ts';
import { readBytes } from '../../src/platform/body.ts';
import type { Send } from '../../src/platform/wire.ts';

export const account = { user: 'administrator@vsphere.local', password: 'bench' };

export function model(vms: number) {
  return modelFromCounts({ vms, clusters: 4, hosts: 16, networks: 8, portGroups: 16, datastores: 16 });
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly chunks: readonly Uint8Array[];
}

const chunkBytes = 64 * 1024;

/** A vCenter whose answers are remembered: the second time they cost nothing but being read. */
export class RememberedVcenter {
  readonly #vcenter: SandboxVcenter;
  readonly #known = new Map<string, Reply>();

  constructor(vms: number) {
    const clock = new VirtualClock();
    this.#vcenter = new SandboxVcenter({
      clock,
      seed: 'bench',
      model: model(vms),
      credentials: [account],
      random: () => 0.5,
    });
  }

  /** Answers to WaitForUpdatesEx, in order. */
  get updates(): readonly (readonly Uint8Array[])[] {
    return [...this.#known].filter(([body]) => body.includes('<WaitForUpdatesEx')).map(([, { chunks }]) => chunks);
  }

  readonly send: Send = async (request) => {
    const key = String(request.body);
    const reply = this.#known.get(key) ?? (await this.#ask(request));
    this.#known.set(key, reply);
    return { status: reply.status, headers: reply.headers, body: bodyOf(reply.chunks) };
  };

  async #ask(request: Parameters<Send>[0]): Promise<Reply> {
    const { status, headers, body } = await this.#vcenter.handle(request);
    const whole = await readBytes(body, { limitBytes: Number.MAX_SAFE_INTEGER });
    const chunks = Array.from({ length: Math.ceil(whole.length / chunkBytes) }, (_, index) =>
      whole.subarray(index * chunkBytes, (index + 1) * chunkBytes),
    );
    return { status, headers, chunks };
  }
}

async function* bodyOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}
