import { describe, expect, test } from 'vitest';
import { defaultEngineSettings, type EngineSettings } from '../../config/settings.ts';
import { fakeMachine } from '../../testing/fake-driver.ts';
import { machineRun } from '../../testing/machine-run.ts';
import { identityOf, resolvedOf } from '../machine-run.ts';
import type { RunOptions } from '../run-options.ts';
import { conversionPod, type ConversionPodInput } from './conversion-pod.ts';

interface Change extends Partial<ConversionPodInput> {
  readonly options?: RunOptions;
  readonly settings?: Partial<EngineSettings>;
}

const plain = fakeMachine();
const machine = {
  ...plain,
  guest: {
    ...plain.guest,
    hostName: 'web-01.corp.test',
    addresses: [{ mac: plain.nics[0]?.mac ?? '', ip: '10.0.0.5', prefix: 24, gateway: '10.0.0.1', dns: ['10.0.0.2'] }],
  },
};

function build({ options = {}, settings = {}, ...input }: Change = {}) {
  const run = machineRun({ machine });
  const resolved = {
    ...resolvedOf(run),
    options: { ...options },
    settings: { ...defaultEngineSettings, virtV2vImage: 'registry.test/virt-v2v:1', ...settings },
  };
  return conversionPod(
    { run: identityOf(run), resolved },
    {
      claims: [
        { claim: 'a', volumeMode: 'Filesystem' },
        { claim: 'b', volumeMode: 'Block' },
      ],
      environment: { V2V_source: 'vSphere' },
      secretName: 'credentials',
      ...input,
    },
  );
}

const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const variables = (change: Change) =>
  Object.fromEntries((build(change).spec.containers[0]?.env ?? []).map(({ name, value }) => [name, value]));

test('a plain plan', async () => {
  await expect(text(build())).toMatchFileSnapshot('./conversion-pod.golden.json');
});

test('everything that a plan can ask for', async () => {
  const options: RunOptions = {
    conversionTempStorageClass: 'fast',
    conversionTempStorageSize: '50Gi',
    convertorLabels: { team: 'a' },
    convertorNodeSelector: { zone: 'a' },
    convertorAffinity: { nodeAffinity: {} },
    customizationScripts: { name: 'scripts' },
    installLegacyDrivers: true,
    luks: { name: 'keys' },
    rootDisk: '/dev/sdb',
    serviceAccount: 'mover',
    virtV2vImage: 'registry.test/own:2',
  };
  const rich = build({ options, vddkImage: 'registry.test/vddk:8', settings: { requestKvm: false } });
  await expect(text(rich)).toMatchFileSnapshot('./conversion-pod-rich.golden.json');
});

describe('the environment', () => {
  test.each<[string, RunOptions, Record<string, string | undefined>]>([
    [
      'addresses are kept',
      {},
      {
        V2V_preserveStaticIPs: 'true',
        V2V_staticIPs: `${machine.nics[0]?.mac ?? ''}:ip:10.0.0.5,10.0.0.1,24,10.0.0.2`,
      },
    ],
    ['or not', { preserveStaticIPs: false }, { V2V_preserveStaticIPs: undefined, V2V_staticIPs: undefined }],
    ['disks are opened over the network', { nbdeClevis: true }, { V2V_NBDE_CLEVIS: 'true' }],
    ['older XFS is understood', { xfsCompatibility: true }, { V2V_xfsCompatibility: 'true' }],
    ['old drivers where asked for', { installLegacyDrivers: true }, { VIRTIO_WIN: '/usr/local/virtio-win-legacy.iso' }],
    ['no old drivers for this guest', {}, { VIRTIO_WIN: undefined }],
    ['half a wish for scratch space is none', { conversionTempStorageClass: 'fast' }, { TMPDIR: undefined }],
  ])('%s', (_name, options, expected) => {
    const found = variables({ options });
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, found[name]]))).toEqual(expected);
  });
});

test('what an administrator set for virt-v2v', () => {
  const settings = { virtV2vExtraArgs: '["--x"]', virtV2vMemSize: 4096, virtV2vSmp: 2 };
  expect(variables({ settings })).toMatchObject({ V2V_extra_args: '["--x"]', V2V_memSize: '4096', V2V_smp: '2' });
  expect(variables({})).not.toHaveProperty('V2V_memSize');
});

test('network-bound decryption needs no keys', () => {
  const pod = build({ options: { luks: { name: 'keys' }, nbdeClevis: true } });
  expect(pod.spec.volumes?.map(({ name }) => name)).toEqual(['vol-0', 'vol-1', 'credentials']);
});

test.each<[string, RunOptions, Partial<EngineSettings>, string]>([
  ['of the service', {}, {}, 'registry.test/virt-v2v:1'],
  ['of the plan', { virtV2vImage: 'x/y:1', xfsCompatibility: true }, { virtV2vImageXfs: 'x/xfs:1' }, 'x/y:1'],
  ['for older XFS', { xfsCompatibility: true }, { virtV2vImageXfs: 'x/xfs:1' }, 'x/xfs:1'],
  ['for older XFS where there is no other', { xfsCompatibility: true }, {}, 'registry.test/virt-v2v:1'],
])('the image %s', (_name, options, settings, image) => {
  expect(build({ options, settings }).spec.containers[0]?.image).toBe(image);
});
