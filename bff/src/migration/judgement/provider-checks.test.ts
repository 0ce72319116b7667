import { describe, expect, it } from 'vitest';
import { provider } from '../../testing/plan-scope.ts';
import { conditionsFrom } from './finding.ts';
import { judgeProvider, providerPhase, type ProviderScope } from './provider-checks.ts';

const report = { product: 'vCenter', version: '8.0.3', instanceUuid: 'u', missingPrivileges: [] };
const good: ProviderScope = {
  provider: provider('vcenter', 'vsphere'),
  insecure: false,
  connection: { result: 'passed', report },
  inventory: { phase: 'ready', updatedAt: 0 },
  vddkImage: 'set',
  heldBy: [],
};
const invalid = { type: 'SecretNotValid', reason: 'NotFound', message: '' };
const privileges = [{ feature: 'power', privilege: 'VirtualMachine.Interact.PowerOff' }];

describe('judgeProvider', () => {
  it.each<[string, ProviderScope, string, string[]]>([
    ['all is well', good, 'Ready', ['Validated', 'ConnectionTestSucceeded', 'InventoryCreated', 'Ready']],
    [
      'the Secret is missing',
      { provider: good.provider, insecure: false, invalid, connection: { result: 'notTried' }, heldBy: [] },
      'ValidationFailed',
      ['SecretNotValid'],
    ],
    [
      'it does not answer',
      { ...good, inventory: undefined, connection: { result: 'failed', detail: 'no route.' } },
      'ConnectionFailed',
      ['Validated', 'ConnectionTestFailed'],
    ],
    [
      'it refuses the user',
      { ...good, inventory: undefined, connection: { result: 'refused', refusals: 1 } },
      'ConnectionFailed',
      ['Validated', 'ConnectionAuthFailed'],
    ],
    [
      'the inventory is not there yet',
      { ...good, inventory: undefined },
      'Staging',
      ['Validated', 'ConnectionTestSucceeded'],
    ],
    [
      'the inventory is being read',
      { ...good, inventory: { phase: 'loading', machines: 7 } },
      'Staging',
      ['Validated', 'ConnectionTestSucceeded', 'LoadInventory'],
    ],
    [
      'the inventory is stale',
      { ...good, inventory: { phase: 'stale', updatedAt: 0, problem: 'gone.' } },
      'Ready',
      ['Validated', 'ConnectionTestSucceeded', 'InventoryCreated', 'InventoryStale', 'Ready'],
    ],
    [
      'the inventory lacks tags',
      { ...good, inventory: { phase: 'ready', updatedAt: 0, lacks: [{ part: 'tags', problem: 'no.' }] } },
      'Ready',
      ['Validated', 'ConnectionTestSucceeded', 'InventoryCreated', 'InventoryIncomplete', 'Ready'],
    ],
    [
      'the certificate is not verified',
      { ...good, insecure: true },
      'Ready',
      ['Validated', 'ConnectionTestSucceeded', 'ConnectionInsecure', 'InventoryCreated', 'Ready'],
    ],
    [
      'privileges are missing',
      { ...good, connection: { result: 'passed', report: { ...report, missingPrivileges: privileges } } },
      'Ready',
      ['Validated', 'ConnectionTestSucceeded', 'InsufficientPrivileges', 'InventoryCreated', 'Ready'],
    ],
    [
      'no VDDK image is known',
      { ...good, vddkImage: 'missing' },
      'Ready',
      ['Validated', 'ConnectionTestSucceeded', 'InventoryCreated', 'VDDKImageNotSet', 'Ready'],
    ],
    [
      'runs hold it',
      { ...good, heldBy: ['migrations/spring'] },
      'Ready',
      ['Validated', 'ConnectionTestSucceeded', 'InventoryCreated', 'DeletionHeld', 'Ready'],
    ],
    [
      'the administrator has rules in Rego',
      { ...good, regoFiles: ['own.rego'] },
      'Ready',
      ['Validated', 'ConnectionTestSucceeded', 'InventoryCreated', 'OwnRulesIgnored', 'Ready'],
    ],
  ])('%s', (_name, scope, phase, types) => {
    const findings = judgeProvider(scope);
    expect(conditionsFrom('Provider', findings, { now: '' }).map(({ type }) => type)).toEqual(types);
    expect(providerPhase(findings)).toBe(phase);
  });

  it('says when it has stopped trying', () => {
    const findings = judgeProvider({ ...good, connection: { result: 'refused', refusals: 3 } });
    expect(findings.find(({ type }) => type === 'ConnectionAuthFailed')).toMatchObject({
      message: expect.stringContaining('3 times. Nothing is tried any more') as string,
      items: ['refusals:3'],
    });
  });
});
