import { describe, expect, it } from 'vitest';
import { dataVolume } from '../volumes/data-volume.ts';
import { publishedSchemas, schemaProblems } from '../testing/published-schema.ts';
import type { SourceDisk, SourceMachine, SourceNic } from '../machine/source-machine.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';
import type { TargetInput } from './target-input.ts';
import { virtualMachine } from './virtual-machine.ts';

const sourceMachine = (change: Partial<SourceMachine> = {}): SourceMachine => ({
  ...fakeMachine({ uuid: '4217a3b0-1c2d-4e5f-8a9b-0c1d2e3f4a5b', cpu: { sockets: 2, coresPerSocket: 2 } }),
  nestedVirtualization: undefined,
  timezone: undefined,
  ...change,
});
const sourceDisk = (change: Partial<SourceDisk> = {}) => fakeDisk('web-01', change.index ?? 0, change);
const sourceNic = (change: Partial<SourceNic> = {}): SourceNic => ({
  key: '4000',
  mac: '00:50:56:00:00:01',
  networkId: 'network-1',
  model: 'vmxnet3',
  startConnected: true,
  ...change,
});

const input: TargetInput = {
  machine: sourceMachine(),
  name: 'web-01',
  namespace: 'prod',
  recordedPower: 'On',
  options: {},
  volumes: [{ disk: 0, claim: 'spring-web-01-disk-0-abcde' }],
  networks: [{ source: 'network-1', type: 'pod' }],
  labels: { 'gantry.dev/vm': 'vm-101' },
};

const build = (change: Partial<TargetInput>) => virtualMachine({ ...input, ...change });
const spec = (change: Partial<TargetInput>) => build(change).spec.template.spec;
const domain = (change: Partial<TargetInput>) => spec(change).domain;

/** Everything that a machine can have. */
const rich: TargetInput = {
  ...input,
  name: 'db-01',
  machine: sourceMachine({
    name: 'DB 01',
    firmware: { type: 'efi', secureBoot: true },
    tpm: true,
    nestedVirtualization: true,
    timezone: 'Europe/Berlin',
    nics: [
      sourceNic(),
      sourceNic({ key: '4001', mac: '00:50:56:00:00:02', networkId: 'network-2', startConnected: false }),
      sourceNic({ key: '4002', mac: '00:50:56:00:00:03', networkId: 'network-3', pciAddress: '0000:81:00.1' }),
    ],
    disks: [
      sourceDisk({ serial: '6000c29e-5fa2-0e5c-2f3e-0123456789ab' }),
      sourceDisk({ key: '2001', index: 1, unit: 1, serial: 'SHORT-1', shared: true }),
      sourceDisk({ key: '2002', index: 2, unit: 2, rdm: true }),
    ],
  }),
  options: {
    rdmAsLun: true,
    scsiReservation: true,
    targetLabels: { tier: 'db' },
    targetNodeSelector: { zone: 'a' },
    targetAffinity: { nodeAffinity: {} },
    volumeNameTemplate: 'disk-{{.VolumeIndex}}',
    networkNameTemplate: '{{.NetworkType}}-{{.NetworkIndex}}',
    rootDisk: '/dev/sdb',
  },
  volumes: [0, 1, 2].map((disk) => ({ disk, claim: `claim-${disk}` })),
  networks: [
    { source: 'network-1', type: 'pod' },
    { source: 'network-2', type: 'multus', namespace: 'prod', name: 'blue' },
    { source: 'network-3', type: 'ignored' },
  ],
  serial: 'vmware',
  annotations: { note: 'x' },
};

describe('virtualMachine', () => {
  it('carries a plain machine over', () => {
    expect(build({})).toEqual({
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachine',
      metadata: {
        name: 'web-01',
        namespace: 'prod',
        labels: { 'gantry.dev/vm': 'vm-101', app: 'web-01', guestConverted: 'true' },
        annotations: {},
      },
      spec: {
        runStrategy: 'Always',
        template: {
          metadata: { labels: { app: 'web-01' } },
          spec: {
            domain: {
              cpu: { sockets: 2, cores: 2 },
              memory: { guest: '2048Mi' },
              firmware: {
                uuid: '4217a3b0-1c2d-4e5f-8a9b-0c1d2e3f4a5b',
                serial: '4217a3b0-1c2d-4e5f-8a9b-0c1d2e3f4a5b',
                bootloader: { bios: {} },
              },
              devices: {
                disks: [{ name: 'vol-0', disk: { bus: 'virtio' }, bootOrder: 1 }],
                interfaces: [{ name: 'net-0', masquerade: {}, model: 'virtio', macAddress: '00:50:56:00:00:01' }],
                inputs: [{ name: 'tablet', type: 'tablet', bus: 'virtio' }],
              },
            },
            networks: [{ name: 'net-0', pod: {} }],
            volumes: [{ name: 'vol-0', persistentVolumeClaim: { claimName: 'spring-web-01-disk-0-abcde' } }],
          },
        },
      },
    });
  });

  it('carries everything over that a machine can have', () => {
    const made = virtualMachine(rich);
    expect(made.metadata).toMatchObject({
      labels: { app: 'db-01' },
      annotations: { 'openshift.io/display-name': 'DB 01', 'original-ID': 'DB 01', note: 'x' },
    });
    expect(made.spec.template.metadata?.labels).toEqual({ tier: 'db', app: 'db-01' });
    expect(made.spec.template.spec).toMatchObject({ nodeSelector: { zone: 'a' }, affinity: { nodeAffinity: {} } });
    expect(made.spec.template.spec.domain).toMatchObject({
      firmware: {
        serial: 'VMware-42 17 a3 b0 1c 2d 4e 5f-8a 9b 0c 1d 2e 3f 4a 5b',
        bootloader: { efi: { secureBoot: true, persistent: true } },
      },
      features: { smm: { enabled: true } },
      clock: { timezone: 'Europe/Berlin', timer: {} },
    });
    expect(made.spec.template.spec.domain.devices).toEqual({
      disks: [
        { name: 'disk-0', disk: { bus: 'virtio' }, serial: expect.stringMatching(/^[0-9a-f]{20}$/) as string },
        { name: 'disk-1', disk: { bus: 'virtio' }, bootOrder: 1, serial: 'SHORT-1', shareable: true, cache: 'none' },
        { name: 'disk-2', lun: { bus: 'scsi', reservation: true }, errorPolicy: 'report' },
      ],
      interfaces: [
        { name: 'pod-0', masquerade: {}, model: 'virtio', macAddress: '00:50:56:00:00:01' },
        { name: 'multus-1', bridge: {}, model: 'virtio', macAddress: '00:50:56:00:00:02', state: 'down' },
      ],
      inputs: [{ name: 'tablet', type: 'tablet', bus: 'virtio' }],
      tpm: { persistent: true },
    });
    expect(made.spec.template.spec.networks).toEqual([
      { name: 'pod-0', pod: {} },
      { name: 'multus-1', multus: { networkName: 'prod/blue' } },
    ]);
  });

  it.each([
    ['restores a running source', undefined, 'On', 'Always'],
    ['leaves a stopped source stopped', 'auto', 'Off', 'Halted'],
    ['leaves a suspended source stopped', undefined, 'Suspended', 'Halted'],
    ['starts when told', 'on', 'Off', 'Always'],
    ['stays off when told', 'off', 'On', 'Halted'],
  ] as const)('run strategy: %s', (_name, targetPowerState, recordedPower, expected) => {
    const options = targetPowerState === undefined ? {} : { targetPowerState };
    expect(build({ options, recordedPower }).spec.runStrategy).toBe(expected);
  });

  it.each([
    ['converted guests get virtio', {}, 'virtio', 'virtio', 'virtio', 'true'],
    ['the mode is ignored without raw copy', { useCompatibilityMode: true }, 'virtio', 'virtio', 'virtio', 'true'],
    ['raw copies get emulated devices', { skipGuestConversion: true }, 'sata', 'e1000e', 'usb', 'false'],
    [
      'raw copies with drivers get virtio',
      { skipGuestConversion: true, useCompatibilityMode: false },
      'virtio',
      'virtio',
      'virtio',
      'false',
    ],
  ] as const)('devices: %s', (_name, options, bus, model, input, converted) => {
    const made = build({ options });
    const { devices } = made.spec.template.spec.domain;
    expect(devices.disks?.[0]?.disk?.bus).toBe(bus);
    expect(devices.interfaces?.[0]?.model).toBe(model);
    expect(devices.inputs?.[0]?.bus).toBe(input);
    expect(made.metadata.labels?.guestConverted).toBe(converted);
  });

  it.each([
    ['nothing is known', undefined, undefined, undefined],
    ['the source allows it', true, undefined, 'optional'],
    ['the source forbids it', false, undefined, 'disable'],
    ['the plan forbids it', true, false, 'disable'],
    ['the plan allows it', false, true, 'optional'],
  ])('nested virtualization: %s', (_name, source, plan, policy) => {
    const machine = sourceMachine(source === undefined ? {} : { nestedVirtualization: source });
    const { cpu } = domain({ machine, options: plan === undefined ? {} : { enableNestedVirtualization: plan } });
    const expected = ['vmx', 'svm'].map((name) => ({ name, policy }));
    expect(cpu?.features).toEqual(policy === undefined ? undefined : expected);
  });

  it('leaves CPU and memory to an instance type', () => {
    const instanceType = { kind: 'VirtualMachineClusterInstancetype', name: 'u1.medium' };
    const made = build({ instanceType });
    expect(made.spec.instancetype).toEqual(instanceType);
    expect(made.spec.template.spec.domain).not.toHaveProperty('cpu');
    expect(made.spec.template.spec.domain).not.toHaveProperty('memory');
  });

  it('leaves what suits the guest to a preference', () => {
    const preference = { kind: 'VirtualMachineClusterPreference', name: 'windows.2k22' };
    const made = build({ preference, machine: sourceMachine({ timezone: 'Europe/Berlin' }) });
    expect(made.spec.preference).toEqual(preference);
    expect(made.spec.template.spec.domain.clock).toEqual({ timezone: 'Europe/Berlin' });
  });

  describe('on a user-defined network', () => {
    const mac = '00:50:56:00:00:01';
    const address = (ip: string) => ({ mac, ip, prefix: 24, dns: [] });
    const plain = sourceMachine();
    const addresses = ['fe80::1', '10.1.0.5', '10.9.0.5', 'fd00::5'].map(address);
    const machine = { ...plain, guest: { ...plain.guest, addresses } };
    const primaryNetwork = { topology: 'layer2', subnets: ['10.1.0.0/16', 'fd00::/64'] };
    const nameTemplate = { networkNameTemplate: 'nic-{{.NetworkIndex}}' };

    it('the NIC is bound to it and asks for its addresses', () => {
      const made = build({ machine, primaryNetwork, options: nameTemplate });
      expect(made.spec.template.spec.domain.devices.interfaces).toEqual([
        { name: 'nic-0', binding: { name: 'l2bridge' }, model: 'virtio', macAddress: mac },
      ]);
      expect(made.spec.template.spec.networks).toEqual([{ name: 'nic-0', pod: {} }]);
      expect(made.spec.template.metadata?.annotations).toEqual({
        'network.kubevirt.io/addresses': '{"nic-0":["10.1.0.5","fd00::5"]}',
      });
    });

    it.each<[string, Partial<TargetInput>]>([
      ['they are not to be kept', { machine, primaryNetwork, options: { preserveStaticIPs: false } }],
      ['there are none', { primaryNetwork }],
      ['the NIC goes elsewhere', { machine, primaryNetwork, networks: [{ source: 'network-1', type: 'multus' }] }],
      ['the network is the cluster’s', { machine }],
    ])('no addresses are asked for where %s', (_name, change) => {
      expect(build(change).spec.template.metadata).not.toHaveProperty('annotations');
    });
  });

  it('writes EFI without secure boot without system management mode', () => {
    const made = domain({ machine: sourceMachine({ firmware: { type: 'efi', secureBoot: false } }) });
    expect(made.firmware?.bootloader).toEqual({ efi: { secureBoot: false } });
    expect(made).not.toHaveProperty('features');
  });

  const disks = [
    sourceDisk({ key: 'scsi', index: 0, bus: 'scsi' }),
    sourceDisk({ key: 'sata-1', index: 1, bus: 'sata', controllerKey: 15000, unit: 1 }),
    sourceDisk({ key: 'sata-0', index: 2, bus: 'sata', controllerKey: 15000, unit: 0 }),
    sourceDisk({ key: 'nvme', index: 3, bus: 'nvme', controllerKey: 31000 }),
  ];
  const volumes = disks.map(({ index, key }) => ({ disk: index, claim: key }));
  it.each([
    ['as virt-v2v numbers them', {}, ['scsi', 'sata-1', 'sata-0', 'nvme']],
    ['by controller when copied raw', { skipGuestConversion: true }, ['sata-0', 'sata-1', 'scsi', 'nvme']],
  ])('disk order: %s', (_name, options, expected) => {
    const made = spec({ machine: sourceMachine({ disks }), volumes, options });
    expect(made.volumes?.map((volume) => volume.persistentVolumeClaim?.claimName)).toEqual(expected);
  });

  it('leaves out disks that are not carried over', () => {
    const made = spec({ machine: sourceMachine({ disks }), volumes: volumes.slice(1, 2) });
    expect(made.domain.devices.disks).toHaveLength(1);
    expect(made.volumes).toEqual([{ name: 'vol-0', persistentVolumeClaim: { claimName: 'sata-1' } }]);
  });

  it.each([
    ['the first without other knowledge', {}, undefined, 0],
    ['the named root disk', { rootDisk: '/dev/sdc' }, 1, 2],
    ['the one that inspection found', {}, 3, 3],
    ['the first where the named one does not exist', { rootDisk: '/dev/sdz' }, undefined, 0],
    ['the found one where the name says nothing', { rootDisk: 'first' }, 1, 1],
  ])('boots from %s', (_name, options, detectedBootDisk, expected) => {
    const found = detectedBootDisk === undefined ? {} : { detectedBootDisk };
    const made = domain({ machine: sourceMachine({ disks }), volumes, options, ...found });
    expect(made.devices.disks?.findIndex((disk) => disk.bootOrder === 1)).toBe(expected);
    expect(made.devices.disks?.filter((disk) => disk.bootOrder !== undefined)).toHaveLength(1);
  });

  it('makes a raw device a LUN without reservation, and a disk where the plan does not ask', () => {
    const machine = sourceMachine({ disks: [sourceDisk({ rdm: true })] });
    expect(domain({ machine, options: { rdmAsLun: true } }).devices.disks).toEqual([
      { name: 'vol-0', lun: { bus: 'scsi' }, bootOrder: 1 },
    ]);
    expect(domain({ machine }).devices.disks?.[0]).toHaveProperty('disk');
  });

  it('attaches shared disks that another machine has brought behind its own', () => {
    const made = spec({ attached: [{ claim: 'rac-1-disk-1', serial: 'S1' }, { claim: 'rac-1-disk-2' }] });
    expect(made.domain.devices.disks?.slice(1)).toEqual([
      { name: 'vol-1', disk: { bus: 'virtio' }, serial: 'S1', shareable: true, cache: 'none' },
      { name: 'vol-2', disk: { bus: 'virtio' }, shareable: true, cache: 'none' },
    ]);
    expect(made.volumes?.map((volume) => volume.persistentVolumeClaim?.claimName)).toEqual([
      'spring-web-01-disk-0-abcde',
      'rac-1-disk-1',
      'rac-1-disk-2',
    ]);
  });

  it('keeps a valid PCI address and drops what is none', () => {
    const nics = [sourceNic({ pciAddress: '0000:03:00.0' }), sourceNic({ key: '4001', pciAddress: '192' })];
    const made = domain({ machine: sourceMachine({ nics }) }).devices.interfaces;
    expect(made?.map((nic) => nic.pciAddress)).toEqual(['0000:03:00.0', undefined]);
  });

  it('gives each NIC the next entry of a pool, and the rest the last', () => {
    const nics = ['4000', '4001', '4002'].map((key) => sourceNic({ key }));
    const networks = ['blue', 'green'].map((name) => ({
      source: 'network-1',
      type: 'multus' as const,
      namespace: 'prod',
      name,
    }));
    const made = spec({ machine: sourceMachine({ nics }), networks }).networks;
    expect(made?.map((network) => network.multus?.networkName)).toEqual(['prod/blue', 'prod/green', 'prod/green']);
  });

  it('gives a machine without NICs none', () => {
    for (const machine of [sourceMachine({ nics: [] }), sourceMachine({ nics: [sourceNic({ networkId: '' })] })]) {
      expect(domain({ machine }).devices).toMatchObject({ interfaces: [], autoattachPodInterface: false });
    }
  });

  it('cuts the app label of a long name', () => {
    const name = `${'a'.repeat(62)}.${'b'.repeat(20)}`;
    expect(build({ name }).metadata.labels?.app).toBe('a'.repeat(62));
  });
});

describe.skipIf(publishedSchemas === undefined)('published schemas', () => {
  it.each([
    ['a plain machine', input],
    ['a rich machine', rich],
    ['a raw copy', { ...rich, options: { skipGuestConversion: true } }],
    [
      'a user-defined network',
      {
        ...rich,
        primaryNetwork: { topology: 'layer2', subnets: [] },
        preference: { kind: 'VirtualMachinePreference', name: 'x' },
      },
    ],
    ['an instance type', { ...input, instanceType: { kind: 'VirtualMachineInstancetype', name: 'u1' } }],
  ])('KubeVirt takes %s', (_name, target) => {
    const made = virtualMachine(target);
    expect(schemaProblems('kubevirt-and-cdi/virtualmachines.kubevirt.io.yaml', made)).toEqual([]);
  });

  it.each([
    ['blank', { blank: {} }],
    [
      'vddk',
      { vddk: { url: 'https://vc.example', uuid: 'u', backingFile: '[ds] a.vmdk', thumbprint: 'AA', secretRef: 's' } },
    ],
  ])('CDI takes a DataVolume from %s', (_name, source) => {
    const made = dataVolume({
      name: 'a',
      namespace: 'prod',
      disk: sourceDisk(),
      machine: sourceMachine(),
      storage: { storageClass: 'ceph', volumeMode: 'Block', accessMode: 'ReadWriteMany' },
      source,
      requiresConversion: true,
      labels: {},
    });
    expect(schemaProblems('kubevirt-and-cdi/datavolumes.cdi.kubevirt.io.yaml', made)).toEqual([]);
  });

  it('a field that is not known is found', () => {
    const made = { ...virtualMachine(input), speck: {} };
    expect(schemaProblems('kubevirt-and-cdi/virtualmachines.kubevirt.io.yaml', made)).toEqual([
      '.speck: unknown field',
    ]);
  });
});
