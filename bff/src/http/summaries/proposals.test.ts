import { describe, expect, it } from 'vitest';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import { proposals, type ProposalFacts } from './proposals.ts';

const named = (...names: string[]) => new Map(names.map((name) => [name, { id: name, name }]));
const nic = (networkId: string) => ({ key: networkId, mac: '', networkId, model: 'vmxnet3', startConnected: true });
const machine = (id: string, ...networks: string[]): SourceMachine =>
  fakeMachine({ id, name: id, nics: networks.map(nic) });
const attachment = (namespace: string, name: string) =>
  ({
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { namespace, name },
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
    ...change,
  });
}

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

  it('sums what lies on a datastore', () => {
    const two = fakeMachine({ disks: [fakeDisk('a', 0), fakeDisk('a', 1)] });
    const [row] = propose({ machines: [two, fakeMachine({ id: 'vm-2' })] }).storages;
    expect(row).toMatchObject({ vms: 2, disks: 3, bytes: 3 * 1024 ** 3 });
  });
});
