import { describe, expect, it } from 'vitest';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import { proposals, type ProposalFacts } from './proposals.ts';

const named = (...names: string[]) => new Map(names.map((name) => [name, { id: name, name }]));
const nic = (networkId: string) => ({ key: networkId, mac: '', networkId, model: 'vmxnet3', startConnected: true });
const machine = (id: string, ...networks: string[]): SourceMachine =>
  fakeMachine({ id, name: id, nics: networks.map(nic) });
const attachment = (namespace: string, name: string, vlan?: number) =>
  ({
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { namespace, name },
    spec: { config: JSON.stringify({ type: 'bridge', vlan }) },
  }) as ProposalFacts['attachments'][number];
const storageClass = (name: string, marks: Record<string, string> = {}) =>
  ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: marks },
    provisioner: 'p',
  }) as ProposalFacts['classes'][number];
const forVms = { 'storageclass.kubevirt.io/is-default-virt-class': 'true' };
const forAll = { 'storageclass.kubernetes.io/is-default-class': 'true' };

function propose(change: Partial<ProposalFacts>) {
  return proposals({
    machines: [machine('vm-1', 'prod-web')],
    networks: named('prod-web', 'backup'),
    storages: named('datastore-1'),
    targetProject: 'prod',
    attachments: [],
    classes: [],
    profiles: [],
    unused: 'left out',
    provisioners: new Map(),
    freeBytes: new Map(),
    ...change,
  });
}

const onVlan212 = { networks: new Map([['prod-web', { id: 'prod-web', name: 'prod-web', vlan: '212' }]]) };

describe('networks', () => {
  const shown = (change: Partial<ProposalFacts>) =>
    propose(change).networks.map(({ source, proposal, confidence, reason }) => {
      const target = proposal?.type === 'multus' ? `${proposal.namespace}/${proposal.name}` : proposal?.type;
      return [source.name, target, confidence, reason.code];
    });

  it.each<[string, Partial<ProposalFacts>, unknown[][]]>([
    [
      'equal name',
      { attachments: [attachment('prod', 'PROD_Web'), attachment('prod', 'x')] },
      [['prod-web', 'prod/PROD_Web', 'exact', 'proposal-same-name']],
    ],
    [
      'equal VLAN before an equal name',
      { ...onVlan212, attachments: [attachment('prod', 'red', 212), attachment('prod', 'prod-web')] },
      [['prod-web', 'prod/red', 'exact', 'proposal-same-vlan']],
    ],
    [
      'equal name among those of an equal VLAN',
      { ...onVlan212, attachments: [attachment('prod', 'red', 212), attachment('prod', 'prod-web', 212)] },
      [['prod-web', 'prod/prod-web', 'exact', 'proposal-same-vlan']],
    ],
    [
      'no equal name of another VLAN',
      { ...onVlan212, attachments: [attachment('prod', 'prod-web', 7)] },
      [['prod-web', undefined, 'none', 'proposal-other-vlan']],
    ],
    [
      'VLAN in the name',
      { ...onVlan212, attachments: [attachment('prod', 'vlan-212'), attachment('prod', 'vlan-1212')] },
      [['prod-web', 'prod/vlan-212', 'likely', 'proposal-vlan-in-name']],
    ],
    [
      'no VLAN in the name of a trunk',
      {
        networks: new Map([['prod-web', { id: 'prod-web', name: 'prod-web', vlan: '0-4094' }]]),
        attachments: [attachment('prod', 'vlan-0'), attachment('prod', 'vlan-4094')],
      },
      [['prod-web', undefined, 'none', 'proposal-none-network']],
    ],
    [
      'named like a tag',
      {
        networks: new Map([['prod-web', { id: 'prod-web', name: 'prod-web', tags: ['gold', 'DMZ'] }]]),
        attachments: [attachment('prod', 'dmz'), attachment('prod', 'x')],
      },
      [['prod-web', 'prod/dmz', 'likely', 'proposal-tag']],
    ],
    [
      'everything, with what no machine uses',
      { unused: 'listed', attachments: [attachment('prod', 'backup'), attachment('prod', 'x')] },
      [
        ['backup', 'prod/backup', 'exact', 'proposal-same-name'],
        ['prod-web', undefined, 'none', 'proposal-none-network'],
      ],
    ],
    [
      'only candidate',
      { attachments: [attachment('default', 'vlan-1')] },
      [['prod-web', 'default/vlan-1', 'onlyCandidate', 'proposal-only-attachment']],
    ],
    [
      'no candidate of several',
      { attachments: [attachment('prod', 'a'), attachment('prod', 'b')] },
      [['prod-web', undefined, 'none', 'proposal-none-network']],
    ],
    [
      'not of another project',
      { attachments: [attachment('other', 'prod-web')] },
      [['prod-web', 'pod', 'onlyCandidate', 'proposal-pod']],
    ],
    ['pod network without any', {}, [['prod-web', 'pod', 'onlyCandidate', 'proposal-pod']]],
    [
      'pod network for the network with most NICs, where a machine has several',
      { machines: [machine('vm-1', 'prod-web', 'backup'), machine('vm-2', 'prod-web')] },
      [
        ['backup', undefined, 'none', 'proposal-pod-taken'],
        ['prod-web', 'pod', 'onlyCandidate', 'proposal-pod'],
      ],
    ],
    [
      'pod network for the first by name of networks with as many NICs',
      { machines: [machine('vm-1', 'prod-web', 'backup')] },
      [
        ['backup', 'pod', 'onlyCandidate', 'proposal-pod'],
        ['prod-web', undefined, 'none', 'proposal-pod-taken'],
      ],
    ],
    [
      'no pod network for two NICs on one network',
      { machines: [machine('vm-1', 'backup', 'backup')] },
      [['backup', undefined, 'none', 'proposal-pod-taken']],
    ],
    [
      'pod network for networks that no machine shares',
      { machines: [machine('vm-1', 'prod-web'), machine('vm-2', 'backup')] },
      [
        ['backup', 'pod', 'onlyCandidate', 'proposal-pod'],
        ['prod-web', 'pod', 'onlyCandidate', 'proposal-pod'],
      ],
    ],
  ])('%s', (_, change, expected) => {
    expect(shown(change)).toEqual(expected);
  });

  it('offers what the project has and what is shared, and no connection', () => {
    const attachments = [attachment('prod', 'b'), attachment('default', 'a'), attachment('other', 'c')];
    const { networkTargets } = propose({ attachments });
    expect(networkTargets.map(({ label }) => label)).toEqual(['Pod network', 'default/a', 'prod/b', 'Do not connect']);
  });

  it('names machines with several NICs', () => {
    const { podNetworkConflicts } = propose({ machines: [machine('vm-1', 'a', 'b'), machine('vm-2', 'a')] });
    expect(podNetworkConflicts).toEqual([{ vm: 'vm-1', nics: 2, networks: ['a', 'b'] }]);
  });
});

const fast = { volumeMode: 'Block' as const, accessModes: ['ReadWriteMany' as const] };

describe('storage', () => {
  it.each<[string, ProposalFacts['classes'], unknown[]]>([
    [
      'equal name',
      [storageClass('Datastore1'), storageClass('x', forVms)],
      ['Datastore1', 'exact', 'proposal-same-name'],
    ],
    ['only candidate', [storageClass('x')], ['x', 'onlyCandidate', 'proposal-only-class']],
    [
      'default for VMs',
      [storageClass('x', forAll), storageClass('y', forVms)],
      ['y', 'likely', 'proposal-default-vms'],
    ],
    ['default of the cluster', [storageClass('x', forAll), storageClass('y')], ['x', 'likely', 'proposal-default']],
    [
      'several defaults',
      [storageClass('x', forAll), storageClass('y', forAll)],
      [undefined, 'none', 'proposal-none-storage'],
    ],
    [
      'several defaults for VMs',
      [storageClass('x', forVms), storageClass('y', forVms), storageClass('z', forAll)],
      [undefined, 'none', 'proposal-none-storage'],
    ],
    ['nothing', [], [undefined, 'none', 'proposal-none-storage']],
  ])('%s', (_, classes, expected) => {
    const [row] = propose({ classes }).storages;
    expect([row?.proposal?.storageClass, row?.confidence, row?.reason.code]).toEqual(expected);
  });

  it('are proposed where there is room for all that goes there, for the largest first', () => {
    const gibibyte = 1024 ** 3;
    const machines = [
      fakeMachine({ id: 'vm-1', disks: [fakeDisk('a', 0, { storageId: 'small' })] }),
      fakeMachine({ id: 'vm-2', disks: [0, 1].map((index) => fakeDisk('b', index, { storageId: 'large' })) }),
    ];
    const change = { machines, storages: named('small', 'large'), classes: [storageClass('x')] };
    const shown = (free: number) =>
      propose({ ...change, freeBytes: new Map([['x', free * gibibyte]]) }).storages.map(({ source, reason }) => [
        source.name,
        reason.text,
      ]);
    expect(shown(3)).toEqual([
      ['large', 'The only storage class.'],
      ['small', 'The only storage class.'],
    ]);
    expect(shown(2.5)).toEqual([
      ['large', 'The only storage class.'],
      ['small', 'x has 512.0 MiB left; 1.0 GiB are needed.'],
    ]);
  });

  it.each<[string, Partial<ProposalFacts>, unknown[]]>([
    ['as administrators say', { provisioners: new Map([['p', fast]]) }, [[fast], 'Administrator', '']],
    ['to be chosen where nobody knows', {}, [[], 'Default', expect.stringContaining('Nothing is known of p.')]],
  ])('has modes %s', (_case, change, expected) => {
    const [target] = propose({ classes: [storageClass('x')], ...change }).storageTargets;
    expect([target?.claims, target?.automatic?.decidedBy, target?.automatic?.cost]).toEqual(expected);
  });

  it('has no modes by itself where volumes are made by hand, unless administrators say how', () => {
    const byHand = { ...storageClass('x'), provisioner: 'kubernetes.io/no-provisioner' };
    const shown = (provisioners: ProposalFacts['provisioners']) =>
      propose({ classes: [byHand], provisioners }).storageTargets.map(({ claims, automatic }) => [
        claims,
        automatic?.decidedBy,
      ]);
    expect(shown(new Map())).toEqual([[[], undefined]]);
    expect(shown(new Map([[byHand.provisioner, fast]]))).toEqual([[[fast], 'Administrator']]);
  });

  it('sums what lies on a datastore', () => {
    const two = fakeMachine({ disks: [fakeDisk('a', 0), fakeDisk('a', 1)] });
    const [row] = propose({ machines: [two, fakeMachine({ id: 'vm-2' })] }).storages;
    expect(row).toMatchObject({ vms: 2, disks: 3, bytes: 3 * 1024 ** 3 });
  });
});

it('says how much it covers, and what is left', () => {
  const { coverage } = propose({
    machines: [machine('vm-1', 'prod-web', 'backup'), machine('vm-2', 'prod-web')],
    attachments: [attachment('prod', 'prod-web'), attachment('prod', 'x')],
  });
  expect(coverage).toEqual({
    nics: { mapped: 2, total: 3 },
    disks: { mapped: 0, total: 2 },
    networksLeft: ['backup'],
    storagesLeft: ['datastore-1'],
  });
});

it('is the same for the same facts in another order', () => {
  const machines = [machine('vm-1', 'prod-web', 'backup'), machine('vm-2', 'backup')];
  const attachments = [attachment('prod', 'b'), attachment('default', 'a')];
  const classes = [storageClass('x', forVms), storageClass('y')];
  const facts = { machines, attachments, classes };
  const turned = {
    machines: machines.toReversed(),
    attachments: attachments.toReversed(),
    classes: classes.toReversed(),
  };
  expect(propose(turned)).toEqual({ ...propose(facts), podNetworkConflicts: expect.anything() as unknown });
});
