import type { ConditionRow } from '../condition-row.ts';

const maps = { kinds: ['NetworkMap', 'StorageMap'] } as const;
const networkMap = { kinds: ['NetworkMap'] } as const;
const storageMap = { kinds: ['StorageMap'] } as const;

export const mapRows: readonly ConditionRow[] = [
  {
    ...maps,
    type: 'SourceProviderNotValid',
    category: 'Critical',
    reasons: ['NotSet', 'NotFound'],
    when: 'the source provider is not named or does not exist',
    state: 'implemented',
  },
  {
    ...maps,
    type: 'DestinationProviderNotValid',
    category: 'Critical',
    reasons: ['NotSet', 'NotFound', 'TypeNotValid'],
    when: 'the destination provider is not named, does not exist or is no OpenShift',
    state: 'implemented',
  },
  {
    ...maps,
    type: 'SourceProviderNotReady',
    category: 'Critical',
    reasons: [],
    when: 'the source provider is not Ready',
    state: 'implemented',
  },
  {
    ...maps,
    type: 'DestinationProviderNotReady',
    category: 'Critical',
    reasons: [],
    when: 'the destination provider is not Ready',
    state: 'implemented',
  },
  {
    ...networkMap,
    type: 'SourceNetworkNotValid',
    category: 'Critical',
    reasons: ['NotSet', 'Ambiguous'],
    when: 'a source network has neither id nor name, or the name means several',
    state: 'implemented',
  },
  {
    ...networkMap,
    type: 'SourceNetworkNotValid',
    category: 'Warn',
    reasons: ['NotFound'],
    when: 'a source network does not exist (reusable maps may name more than there is)',
    state: 'implemented',
  },
  {
    ...networkMap,
    type: 'DestinationNetworkNotValid',
    category: 'Critical',
    reasons: ['NotFound', 'Ambiguous'],
    when: 'a target network does not exist, or its namespace is not named',
    state: 'implemented',
  },
  {
    ...storageMap,
    type: 'SourceStorageNotValid',
    category: 'Critical',
    reasons: ['NotSet', 'Ambiguous'],
    when: 'a source storage has neither id nor name, or the name means several',
    state: 'implemented',
  },
  {
    ...storageMap,
    type: 'SourceStorageNotValid',
    category: 'Warn',
    reasons: ['NotFound'],
    when: 'a source storage does not exist (reusable maps may name more than there is)',
    state: 'implemented',
  },
  {
    ...storageMap,
    type: 'DestinationStorageNotValid',
    category: 'Critical',
    reasons: ['NotSet', 'NotFound'],
    when: 'a storage class is not named or does not exist',
    state: 'implemented',
  },
  {
    ...storageMap,
    type: 'OffloadNotSupported',
    category: 'Critical',
    reasons: ['NotSupported'],
    when: 'an entry asks for copying by the storage array',
    state: 'implemented',
    own: true,
  },
  { ...maps, type: 'Ready', category: 'Required', reasons: [], when: 'nothing bars the map', state: 'implemented' },
];
