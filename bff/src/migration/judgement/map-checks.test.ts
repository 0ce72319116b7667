import { describe, expect, it } from 'vitest';
import type { NetworkPair } from '../../api/generated/network-map.ts';
import { found, item, networkPair, provider, storagePair } from '../../testing/plan-scope.ts';
import { conditionsFrom } from './finding.ts';
import { judgeNetworkMap, judgeStorageMap, type ResolvedPair } from './map-checks.ts';

const ends = {
  source: { ref: { name: 'vcenter' }, object: provider('vcenter', 'vsphere') },
  destination: { ref: { name: 'host' }, object: provider('host', 'openshift') },
};
const multus: NetworkPair['destination'] = { type: 'multus', namespace: 'prod', name: 'blue' };

describe('judgeNetworkMap', () => {
  it.each<[string, ResolvedPair<NetworkPair>, string[]]>([
    ['everything exists', networkPair('network-1', multus), []],
    [
      'the source is not named',
      { ...networkPair('network-1'), pair: { source: {}, destination: multus } },
      ['Critical SourceNetworkNotValid/NotSet'],
    ],
    [
      'the source is ambiguous',
      { ...networkPair('network-1'), source: { result: 'ambiguous', ids: ['a', 'b'] } },
      ['Critical SourceNetworkNotValid/Ambiguous'],
    ],
    [
      'the source is missing',
      { ...networkPair('network-1'), source: { result: 'missing' } },
      ['Warn SourceNetworkNotValid/NotFound'],
    ],
    ['the inventory cannot tell', { ...networkPair('network-1'), source: undefined }, []],
    [
      'the target is missing',
      { ...networkPair('network-1', multus), targetExists: false },
      ['Critical DestinationNetworkNotValid/NotFound'],
    ],
    [
      'the target has no namespace',
      networkPair('network-1', { type: 'multus', name: 'blue' }),
      ['Critical DestinationNetworkNotValid/Ambiguous'],
    ],
    ['the network is dropped', networkPair('network-1', { type: 'ignored' }), []],
  ])('%s', (_name, pair, expected) => {
    const conditions = conditionsFrom('NetworkMap', judgeNetworkMap({ ...ends, pairs: [pair] }), { now: '' });
    expect(conditions.map(({ category, type, reason }) => `${category ?? ''} ${type}/${reason ?? ''}`)).toEqual(
      expected,
    );
  });
});

it('names the attachments that are to be created, each once', () => {
  const pairs = ['network-1', 'network-2'].map((id) => ({ ...networkPair(id, multus), targetExists: false }));
  const [finding] = judgeNetworkMap({ ...ends, pairs });
  expect(finding?.suggestion).toBe(
    'Create NetworkAttachmentDefinition blue in project prod, or name others that exist.',
  );
});

describe('judgeStorageMap', () => {
  const offload = { csiVolumeImport: { secretRef: 'a', storageVendorProduct: 'ontap' as const } };
  it.each([
    ['everything exists', storagePair('ds'), []],
    [
      'the source is missing',
      { ...storagePair('ds'), source: { result: 'missing' as const } },
      ['Warn SourceStorageNotValid/NotFound'],
    ],
    ['no class is named', storagePair('ds', ''), ['Critical DestinationStorageNotValid/NotSet']],
    [
      'the class does not exist',
      { ...storagePair('ds'), targetExists: false },
      ['Critical DestinationStorageNotValid/NotFound'],
    ],
    [
      'the array is to copy',
      { ...storagePair('ds'), pair: { ...storagePair('ds').pair, offloadPlugin: offload } },
      ['Critical OffloadNotSupported/NotSupported'],
    ],
  ])('%s', (_name, pair, expected) => {
    const conditions = conditionsFrom('StorageMap', judgeStorageMap({ ...ends, pairs: [pair] }), { now: '' });
    expect(conditions.map(({ category, type, reason }) => `${category ?? ''} ${type}/${reason ?? ''}`)).toEqual(
      expected,
    );
  });

  it('says what it costs that nothing is known of a class, and what is wrong with the list of provisioners', () => {
    const known = { volumeMode: 'Block', accessModes: ['ReadWriteOnce'], cost: '' } as const;
    const classes = [
      { name: 'ceph', modes: { ...known, decidedBy: 'StorageProfile' }, isByHand: false },
      { name: 'tape', modes: { ...known, decidedBy: 'Default' }, isByHand: false },
      { name: 'hands', modes: { ...known, decidedBy: 'Default' }, isByHand: true },
    ] as const;
    const findings = judgeStorageMap({ ...ends, pairs: [], modes: { classes, problems: ['Entry 1: x'] } });
    expect(findings).toMatchObject([
      {
        type: 'VolumeModesAssumed',
        items: ['tape'],
        message: expect.stringContaining('the provisioner of tape. Volumes get Filesystem') as string,
      },
      { type: 'VolumeModesNotKnown', items: ['hands'] },
      { type: 'ProvisionersNotValid', items: ['Entry 1: x'] },
    ]);
  });

  it('says of the providers what a plan would say', () => {
    const scope = {
      source: { ref: {}, object: undefined },
      destination: ends.destination,
      pairs: [{ ...storagePair('x'), source: found(item('x')) }],
    };
    expect(judgeStorageMap(scope).map(({ type }) => type)).toEqual(['SourceProviderNotValid']);
  });
});
