import { describe, expect, test } from 'vitest';
import type { NetworkAttachmentDefinition } from '../api/kinds/network.ts';
import { isWithin, primaryNetwork, suitsMachines } from './primary-network.ts';

const namespace = (labels: Record<string, string> = { 'k8s.ovn.org/primary-user-defined-network': '' }) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'prod', labels },
});
const definition = (config: unknown): NetworkAttachmentDefinition => ({
  apiVersion: 'k8s.cni.cncf.io/v1',
  kind: 'NetworkAttachmentDefinition',
  metadata: { name: 'n', namespace: 'prod' },
  spec: { config: typeof config === 'string' ? config : JSON.stringify(config) },
});
const primary = { role: 'primary', topology: 'layer2', subnets: '10.1.0.0/16,fd00::/64' };

test.each([
  ['of a plain namespace', namespace({}), [definition(primary)], undefined],
  ['of no namespace', undefined, [], undefined],
  [
    'beside others',
    namespace(),
    [definition('{'), definition({ role: 'secondary', topology: 'localnet' }), definition(primary)],
    { topology: 'layer2', subnets: ['10.1.0.0/16', 'fd00::/64'] },
  ],
  ['that is being made', namespace(), [], { topology: 'layer2', subnets: [] }],
  [
    'with subnets that are none',
    namespace(),
    [definition({ ...primary, subnets: 'x,10.0.0.0/99,10.0.0.0,10.2.0.0/16' })],
    { topology: 'layer2', subnets: ['10.2.0.0/16'] },
  ],
])('the network %s', (_name, place, definitions, expected) => {
  expect(primaryNetwork(place, definitions)).toEqual(expected);
});

describe('isWithin', () => {
  const network = { topology: 'layer2', subnets: ['10.1.0.0/16', '10.3.0.0/16'] };
  test.each([
    ['10.1.2.3', true],
    ['10.3.2.3', true],
    ['10.2.2.3', false],
    ['fd00::1', true],
    ['nonsense', true],
  ])('%s: %s', (address, expected) => {
    expect(isWithin(network, address)).toBe(expected);
  });
});

test.each([
  ['layer2', true],
  ['layer3', false],
  ['localnet', true],
])('%s suits machines: %s', (topology, expected) => {
  expect(suitsMachines({ topology, subnets: [] })).toBe(expected);
});
