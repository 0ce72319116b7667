import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, test } from 'vitest';
import { conversions, type Conversion, type ConversionSpec } from '../../../api/generated/conversion.ts';
import { persistentVolumeClaims, pods, type Pod } from '../../../api/kinds/core.ts';
import { virtualMachines } from '../../../api/kinds/kubevirt.ts';
import { keyOf } from '../../../api/resource.ts';
import type { ResourceAttributes } from '../../../api/kinds/access.ts';
import { defaultEngineSettings } from '../../../config/settings.ts';
import { ApiError } from '../../../kube/api-error.ts';
import { requesterStamp } from '../../../platform/requester.ts';
import { fakeDisk, fakeMachine } from '../../../testing/fake-driver.ts';
import { givenClaim, putClaims } from '../../../testing/given-claim.ts';
import { MemoryClient } from '../../../testing/memory-client.ts';
import { touchedBy } from '../touched-claims.ts';
import { conversionTurn, hasEndedConversion } from './conversion-turn.ts';
import { conversionLabel } from './standalone-pod.ts';

const machine = fakeMachine({ disks: [fakeDisk('web-01', 0), fakeDisk('web-01', 1)] });
const disks = [{ name: 'web-01-0', volumeMode: 'Block' }, { name: 'web-01-1' }];
const key = { namespace: 'prod', name: 'guest' };

const volumes = [{ name: 'root', persistentVolumeClaim: { claimName: 'web-01-1' } }];

function user(kind: string, spec: unknown): never {
  return { apiVersion: 'v1', kind, metadata: { name: 'web', namespace: 'prod' }, spec } as never;
}

class Scene {
  readonly clock = new VirtualClock();
  readonly client = new MemoryClient(this.clock);
  settings = { ...defaultEngineSettings, trustRequesters: true };

  static async create(spec: Partial<ConversionSpec> = {}): Promise<Scene> {
    const scene = new Scene();
    await putClaims(scene.client, [givenClaim(machine, 0), givenClaim(machine, 1)]);
    await scene.client.create(conversions, {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'Conversion',
      metadata: key,
      spec: { type: 'InPlace', vm: { id: 'vm-101' }, connection: { secret: { name: 'vc' } }, disks, ...spec },
    });
    return scene;
  }

  /** Turns as the controller takes them, until one waits or the object has ended. */
  async turn(): Promise<Conversion> {
    for (;;) {
      const conversion = await this.client.get(conversions, key);
      if (hasEndedConversion(conversion)) return conversion;
      const { client, clock, settings } = this;
      const ports = { client, clock, settings, serviceNamespace: 'gantry' };
      const { status, goesOn } = await conversionTurn(conversion, ports);
      const written = await client.mergePatch(conversions, key, { status }, { subresource: 'status' });
      if (!goesOn || status.stage === conversion.status?.stage) return written;
    }
  }

  async pod(): Promise<Pod | undefined> {
    return (await this.client.list(pods, { namespace: 'prod', labelSelector: conversionLabel })).items[0];
  }

  async podIs(status: NonNullable<Pod['status']>): Promise<void> {
    const pod = await this.pod();
    if (pod !== undefined) await this.client.mergePatch(pods, keyOf(pod), { status }, { subresource: 'status' });
  }

  async marks(): Promise<(string | undefined)[]> {
    return (await this.client.list(persistentVolumeClaims, { namespace: 'prod' })).items.map(touchedBy);
  }
}

describe('who asks', () => {
  const stampedBy = async (scene: Scene, user: string) => {
    const annotations = requesterStamp({ user, uid: '', groups: [] });
    await scene.client.mergePatch(conversions, key, { metadata: { annotations } });
  };
  const allBut =
    (resource: string) =>
    (attributes: ResourceAttributes): boolean =>
      attributes.resource !== resource;

  test.each<[string, (scene: Scene) => Promise<void>, string]>([
    [
      'nobody',
      (scene) => {
        scene.settings = defaultEngineSettings;
        return Promise.resolve();
      },
      'A conversion that names no requester may not have pods made',
    ],
    [
      'somebody whose stamp nobody signed',
      async (scene) => {
        scene.settings = defaultEngineSettings;
        await stampedBy(scene, 'olga');
      },
      'A conversion whose requester is not proven',
    ],
    [
      'who may not make pods',
      async (scene) => {
        scene.client.allows = allBut('pods');
        await stampedBy(scene, 'mallory');
      },
      'mallory may not create pods in project prod',
    ],
    [
      'who may not use its account',
      async (scene) => {
        scene.client.allows = allBut('serviceaccounts');
        await stampedBy(scene, 'mallory');
      },
      'mallory may not use service account mover in project prod',
    ],
  ])('%s gets no pod, and no claim is marked', async (_, arrange, words) => {
    const scene = await Scene.create({ podSettings: { serviceAccount: 'mover' } });
    await arrange(scene);
    const { status } = await scene.turn();
    expect([status?.phase, status?.message]).toEqual(['Failed', expect.stringContaining(words)]);
    expect([await scene.pod(), await scene.marks()]).toEqual([undefined, [undefined, undefined]]);
  });

  test('who may have pods made gets one', async () => {
    const scene = await Scene.create();
    await stampedBy(scene, 'olga');
    expect((await scene.turn()).status?.stage).toBe('PodRunning');
  });
});

test('a conversion in place goes on until its pod has ended, and ends with it', async () => {
  const scene = await Scene.create({ settings: { V2V_vmName: 'web-01' }, diskEncryption: { type: 'Clevis' } });
  const running = await scene.turn();
  expect(running.status).toMatchObject({ phase: 'Running', stage: 'PodRunning' });
  const { uid } = running.metadata;
  expect(await scene.marks()).toEqual([uid, uid]);
  const pod = await scene.pod();
  const [container] = pod?.spec.containers ?? [];
  expect(Object.fromEntries(container?.env?.map(({ name, value }) => [name, value]) ?? [])).toEqual({
    V2V_vmName: 'web-01',
    V2V_inPlace: '1',
    V2V_NBDE_CLEVIS: 'true',
    LOCAL_MIGRATION: 'false',
  });
  expect(container?.volumeDevices).toEqual([{ name: 'vol-0', devicePath: '/dev/block0' }]);
  expect(container?.volumeMounts).toEqual([
    { name: 'vol-1', mountPath: '/mnt/disks/disk1' },
    { name: 'credentials', mountPath: '/etc/secret', readOnly: true },
  ]);
  await scene.podIs({ phase: 'Running' });
  expect((await scene.turn()).status?.phase).toBe('Running');
  await scene.podIs({ phase: 'Succeeded' });
  expect((await scene.turn()).status).toMatchObject({
    phase: 'Succeeded',
    stage: 'Finished',
    pod: { name: pod?.metadata.name },
  });
});

test('a pod that has ended keeps no claim, nor does a VM of another project', async () => {
  const scene = await Scene.create();
  const { client } = scene;
  const ended = await client.create<Pod>(pods, user('Pod', { containers: [], volumes }));
  await client.mergePatch(pods, keyOf(ended), { status: { phase: 'Succeeded' } }, { subresource: 'status' });
  const elsewhere = { namespace: 'test', name: 'web' };
  const machine = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: elsewhere };
  await client.create(virtualMachines, {
    ...machine,
    spec: { template: { spec: { domain: { devices: {} }, volumes } } },
  });
  expect((await scene.turn()).status?.stage).toBe('PodRunning');
});

test('an inspection marks nothing', async () => {
  const scene = await Scene.create({ type: 'Inspection', disks: [], vddkImage: 'vddk:8' });
  await scene.turn();
  expect(await scene.marks()).toEqual([undefined, undefined]);
  const pod = await scene.pod();
  expect(pod?.spec.containers[0]?.env).toContainEqual({ name: 'V2V_remoteInspection', value: 'true' });
  expect(pod?.spec.initContainers?.map(({ image }) => image)).toEqual(['vddk:8']);
});

describe('it fails', () => {
  test.each<[string, (scene: Scene) => Promise<unknown>, string]>([
    ['with its pod', (scene) => scene.podIs({ phase: 'Failed', message: 'no system' }), 'no system'],
    [
      'where its pod was removed',
      async (scene) => {
        const pod = await scene.pod();
        if (pod !== undefined) await scene.client.delete(pods, keyOf(pod));
      },
      'its pod was removed',
    ],
    [
      'where its pod does not start',
      ({ clock }) => clock.advance(defaultEngineSettings.podPendingDeadlineMs),
      'did not start within 5 min',
    ],
  ])('%s, and is not carried out again', async (_name, happens, words) => {
    const scene = await Scene.create();
    await scene.turn();
    await happens(scene);
    const { status } = await scene.turn();
    expect([status?.phase, status?.message]).toEqual(['Failed', expect.stringContaining(words)]);
    const before = scene.client.version;
    await scene.turn();
    expect(scene.client.version).toBe(before);
  });

  test.each<[string, Partial<ConversionSpec>, (scene: Scene) => Promise<unknown>, string]>([
    [
      'another conversion has begun on a claim',
      {},
      ({ client }) =>
        client.mergePatch(
          persistentVolumeClaims,
          { namespace: 'prod', name: 'web-01-1' },
          { metadata: { annotations: { 'gantry.dev/converted-by': 'other' } } },
        ),
      'claim web-01-1 has been converted before',
    ],
    [
      'a pod that has not ended uses a claim',
      {},
      ({ client }) => client.create(pods, user('Pod', { containers: [], volumes })),
      'pod web uses claim web-01-1',
    ],
    [
      'a VM uses a claim',
      {},
      ({ client }) => client.create(virtualMachines, user('VirtualMachine', { template: { spec: { volumes } } })),
      'VM web uses claim web-01-1',
    ],
    [
      'a VM uses the claim of a DataVolume',
      {},
      ({ client }) =>
        client.create(
          virtualMachines,
          user('VirtualMachine', { template: { spec: { volumes: [{ dataVolume: { name: 'web-01-1' } }] } } }),
        ),
      'VM web uses claim web-01-1',
    ],
    ['a claim is missing', { disks: [{ name: 'none' }] }, () => Promise.resolve(), 'claim none is gone'],
  ])('where %s, and nothing is made', async (_name, spec, happens, words) => {
    const scene = await Scene.create(spec);
    await happens(scene);
    const { status } = await scene.turn();
    expect([status?.phase, status?.message]).toEqual(['Failed', expect.stringContaining(words)]);
    expect(await scene.pod()).toBeUndefined();
    expect((await scene.marks())[0]).toBeUndefined();
  });
});

const forbidden = new ApiError({ status: 403, reason: 'Forbidden', message: 'exceeded quota' });
const outdated = new ApiError({ status: 409, reason: 'Conflict', message: 'the object has been modified' });
const unreachable = new ApiError({ status: 503, reason: 'Unreachable', message: 'no answer' });

/** Refuses one write: the nth of a verb on a kind. */
function refuse({ client }: Scene, write: string, nth: number, error: Error): void {
  let seen = 0;
  client.refuse = (verb, { kind }) => {
    if (`${verb} ${kind}` !== write) return;
    seen += 1;
    if (seen === nth) throw error;
  };
}

describe('what passes before the pod is made ends nothing', () => {
  // The first Pod that is created is the dry run's.
  test.each<[string, string, number, Error]>([
    ['the quota is counted by somebody else', 'create Pod', 1, outdated],
    ['somebody writes to the first claim', 'patch PersistentVolumeClaim', 1, outdated],
    ['somebody writes to the second claim', 'patch PersistentVolumeClaim', 2, outdated],
    ['the server does not answer the pod', 'create Pod', 2, unreachable],
    ['the quota is counted by somebody else then', 'create Pod', 2, outdated],
    ['the service dies with all claims marked', 'create Pod', 2, new Error('killed')],
  ])('%s', async (_name, write, nth, error) => {
    const scene = await Scene.create();
    refuse(scene, write, nth, error);
    await expect(scene.turn()).rejects.toThrow(error.message);
    const { metadata, status } = await scene.turn();
    expect(status).toMatchObject({ phase: 'Running', stage: 'PodRunning' });
    expect(await scene.marks()).toEqual([metadata.uid, metadata.uid]);
  });
});

test('a pod that is refused once the claims are marked leaves them to others', async () => {
  const scene = await Scene.create();
  refuse(scene, 'create Pod', 2, forbidden);
  const { status } = await scene.turn();
  expect([status?.phase, status?.message]).toEqual(['Failed', expect.stringContaining('exceeded quota')]);
  expect(await scene.marks()).toEqual([undefined, undefined]);
});

test('claims that somebody uses once some are marked lose their marks', async () => {
  const scene = await Scene.create();
  refuse(scene, 'patch PersistentVolumeClaim', 2, outdated);
  await expect(scene.turn()).rejects.toThrow(outdated.message);
  await scene.client.create(pods, user('Pod', { containers: [], volumes }));
  expect((await scene.turn()).status?.phase).toBe('Failed');
  expect(await scene.marks()).toEqual([undefined, undefined]);
});

describe('what refuses a pod that was asked for already', () => {
  async function askedFor(): Promise<Scene> {
    const scene = await Scene.create();
    refuse(scene, 'create Pod', 2, unreachable);
    await expect(scene.turn()).rejects.toThrow(unreachable.message);
    refuse(scene, 'create Pod', 1, forbidden);
    expect((await scene.turn()).status).toMatchObject({
      stage: 'CreatingPod',
      message: expect.stringContaining('exceeded quota') as string,
    });
    return scene;
  }

  test('may end, and then it is made', async () => {
    const scene = await askedFor();
    const { metadata, status } = await scene.turn();
    expect(status?.stage).toBe('PodRunning');
    expect(await scene.marks()).toEqual([metadata.uid, metadata.uid]);
  });

  test('ends the conversion after a while, and the claims stay marked', async () => {
    const scene = await askedFor();
    refuse(scene, 'create Pod', 1, forbidden);
    await scene.clock.advance(defaultEngineSettings.podPendingDeadlineMs);
    const { metadata, status } = await scene.turn();
    expect([status?.phase, status?.message]).toEqual(['Failed', expect.stringContaining('exceeded quota')]);
    expect(await scene.marks()).toEqual([metadata.uid, metadata.uid]);
  });
});

test('a pod that was removed before anybody saw it is not made again, and the marks stay', async () => {
  const scene = await Scene.create();
  scene.client.changed = ({ kind }) => {
    if (kind === 'Pod') throw new Error('killed');
  };
  await expect(scene.turn()).rejects.toThrow('killed');
  scene.client.changed = () => undefined;
  const pod = await scene.pod();
  if (pod !== undefined) await scene.client.delete(pods, keyOf(pod));
  const { metadata, status } = await scene.turn();
  expect([status?.phase, status?.message]).toEqual(['Failed', expect.stringContaining('its pod was removed')]);
  expect(await scene.marks()).toEqual([metadata.uid, metadata.uid]);
});
