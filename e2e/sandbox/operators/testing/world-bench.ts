import { readText } from '../../wire.ts';
import { createWorld, worldApi, worldVcenter } from '../../world.ts';
import type { World, WorldOptions } from '../../world.ts';
import { kinds } from '../api/kinds.ts';
import type { Claim, Container, DataVolume, Pod } from '../api/kinds.ts';
import { modelOf, smallMachine } from './bench.ts';

export const namespace = 'prod';

/** A whole world with a small machine, and words for what tests make in it. */
export class WorldBench {
  readonly world: World;

  private constructor(world: World) {
    this.world = world;
  }

  static async start(options: WorldOptions = {}): Promise<WorldBench> {
    return new WorldBench(await createWorld({ model: modelOf(smallMachine), ...options }));
  }

  async createDataVolume(
    name: string,
    spec: DataVolume['spec'],
    annotations: Record<string, string> = {},
  ): Promise<void> {
    await this.world.client.create(kinds.dataVolume, { metadata: { name, namespace, annotations }, spec });
  }

  async createPod(name: string, container: Partial<Container>, spec: Partial<Pod['spec']> = {}): Promise<void> {
    await this.world.client.create(kinds.pod, {
      metadata: { name, namespace },
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', ...container }], ...spec },
    });
  }

  async createSecret(password: string): Promise<void> {
    await this.world.client.create(kinds.secret, {
      metadata: { name: 'vcenter', namespace },
      data: {
        accessKeyId: Buffer.from(worldVcenter.user).toString('base64'),
        secretKey: Buffer.from(password).toString('base64'),
      },
    });
  }

  dataVolume(name: string): Promise<DataVolume | undefined> {
    return this.world.client.get(kinds.dataVolume, { namespace, name });
  }

  claim(name: string): Promise<Claim | undefined> {
    return this.world.client.get(kinds.claim, { namespace, name });
  }

  pod(name: string): Promise<Pod | undefined> {
    return this.world.client.get(kinds.pod, { namespace, name });
  }

  /** What a container of the pod printed. */
  async log(pod: string, container = 'main'): Promise<string> {
    const url = `${worldApi.url}/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${container}`;
    const headers = { authorization: `Bearer ${worldApi.token}` };
    return readText(await this.world.network.send({ method: 'GET', url, headers }));
  }

  untilPhase(name: string, phase: string, limitMs = 600_000): Promise<void> {
    return this.world.clock.until(
      async () => (await this.dataVolume(name))?.status?.phase === phase,
      limitMs,
      `${name} is ${phase}`,
    );
  }

  /** An import of the machine's first disk. */
  vddk(change: Record<string, string> = {}): DataVolume['spec'] {
    const vm = this.world.vcenter.machines.get('vm-1');
    return {
      source: {
        vddk: {
          url: worldVcenter.url,
          uuid: vm.uuid,
          backingFile: `[vmfs-01] ${vm.disks[0]?.files[0] ?? ''}`,
          thumbprint: worldVcenter.fingerprint,
          secretRef: 'vcenter',
          initImageURL: 'registry.sandbox.test/vddk:8',
          ...change,
        },
      },
      storage: { resources: { requests: { storage: '8Mi' } } },
    };
  }
}

export function blank(storageClassName: string, size = '3Mi'): DataVolume['spec'] {
  return { source: { blank: {} }, storage: { storageClassName, resources: { requests: { storage: size } } } };
}
