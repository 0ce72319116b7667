import { describe, expect, test } from 'vitest';
import type { PlanSpec } from '../../api/generated/plan.ts';
import { fakeMachine } from '../../testing/fake-driver.ts';
import { found, plan, planScope, problems } from '../../testing/plan-scope.ts';
import { nothingNamed, type OptionFacts } from './gather-options.ts';

const definition = (route?: string) => ({
  apiVersion: 'k8s.cni.cncf.io/v1',
  kind: 'NetworkAttachmentDefinition',
  metadata: {
    name: 'fast',
    namespace: 'prod',
    ...(route !== undefined && { annotations: { 'forklift.konveyor.io/route': route } }),
  },
});

describe('a transfer network', () => {
  test.each<[string, OptionFacts['transferNetwork'], string[]]>([
    ['is not named', undefined, []],
    ['has a gateway', { key: { namespace: 'prod', name: 'fast' }, definition: definition('10.0.0.1') }, []],
    ['has none on purpose', { key: { namespace: 'default', name: 'fast' }, definition: definition('none') }, []],
    [
      'does not exist',
      { key: { namespace: 'prod', name: 'fast' }, definition: undefined },
      ['TransferNetworkNotValid/NotFound'],
    ],
    [
      'is elsewhere',
      { key: { namespace: 'other', name: 'fast' }, definition: definition('none') },
      ['TransferNetworkNotValid/NotValid'],
    ],
    [
      'has a gateway that is no address',
      { key: { namespace: 'prod', name: 'fast' }, definition: definition('gw') },
      ['TransferNetworkNotValid/NotValid'],
    ],
    [
      'leads nowhere',
      { key: { namespace: 'prod', name: 'fast' }, definition: definition() },
      ['TransferNetworkMissingDefaultRoute/NotValid'],
    ],
  ])('%s', (_name, transferNetwork, expected) => {
    expect(problems(planScope({ options: { ...nothingNamed, ...(transferNetwork && { transferNetwork }) } }))).toEqual(
      expected,
    );
  });
});

describe('a namespace with a user-defined network', () => {
  const plain = fakeMachine();
  const mac = plain.nics[0]?.mac ?? '';
  const addresses = [{ mac, ip: '10.0.0.5', prefix: 24, dns: [] }];
  const entries = [{ entry: { id: plain.id }, lookup: found({ ...plain, guest: { ...plain.guest, addresses } }) }];
  test.each<[string, NonNullable<OptionFacts['primaryNetwork']>, Partial<PlanSpec>, string[]]>([
    [
      'of layer 3',
      { topology: 'layer3', subnets: [] },
      { preserveStaticIPs: true },
      ['UnsupportedUserDefinedNetwork/NotSupported'],
    ],
    ['that has the addresses', { topology: 'layer2', subnets: ['10.0.0.0/8'] }, { preserveStaticIPs: true }, []],
    [
      'that has not',
      { topology: 'layer2', subnets: ['10.1.0.0/16'] },
      { preserveStaticIPs: true },
      ['VMIpNotMatchingUdnSubnet/NotValid'],
    ],
    ['that need not', { topology: 'layer2', subnets: ['10.1.0.0/16'] }, { preserveStaticIPs: false }, []],
  ])('%s', (_name, primaryNetwork, spec, expected) => {
    const scope = planScope({ plan: plan(spec), entries, options: { ...nothingNamed, primaryNetwork } });
    expect(problems(scope)).toEqual(expected);
  });
});
