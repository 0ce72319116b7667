import { describe, expect, it } from 'vitest';
import type { Provider } from '../../api/generated/provider.ts';
import type { Condition } from '../../api/resource.ts';
import type { InventoryState } from '../../inventory/inventory.ts';
import { provider } from '../../testing/plan-scope.ts';
import { providerRow } from './provider-row.ts';

const holds = (type: string): Condition => ({
  type,
  status: 'True',
  message: `${type}!`,
  suggestion: `Mend ${type}.`,
});
const untrusted: Condition = {
  ...holds('ConnectionTestFailed'),
  message: 'The certificate of vc is not trusted (CERT_HAS_EXPIRED).',
};

function made(conditions: Provider['status'], change: Partial<Provider['metadata']> = {}): Provider {
  const base = provider('vcenter', 'vsphere', []);
  return { ...base, metadata: { ...base.metadata, ...change }, status: conditions };
}

const ready: InventoryState = { phase: 'ready', updatedAt: Date.UTC(2026, 0, 1) };

describe('the state of a provider', () => {
  it.each<[string, Provider, InventoryState | undefined, string, string]>([
    ['new', made({}), undefined, 'Connecting', 'Testing the connection.'],
    [
      'being read',
      made({ conditions: [holds('ConnectionTestSucceeded')] }),
      { phase: 'loading', machines: 23 },
      'ReadingInventory',
      '23 VMs so far.',
    ],
    ['ready', made({ conditions: [holds('Ready')] }), ready, 'Ready', '12 VMs in the inventory.'],
    [
      'not verified',
      made({ conditions: [holds('Ready'), holds('ConnectionInsecure')] }),
      ready,
      'ReadyNotVerified',
      'The certificate is not checked.',
    ],
    [
      'lacking rights',
      made({ conditions: [holds('Ready'), holds('InsufficientPrivileges')] }),
      ready,
      'ReadyRightsMissing',
      'InsufficientPrivileges!',
    ],
    [
      'refused',
      made({ conditions: [holds('ConnectionAuthFailed'), holds('ConnectionTestFailed')] }),
      ready,
      'SignInFailed',
      'ConnectionAuthFailed!',
    ],
    [
      'silent',
      made({ conditions: [holds('ConnectionTestFailed')], fingerprint: 'AA' }),
      ready,
      'Unreachable',
      'ConnectionTestFailed!',
    ],
    ['never trusted', made({ conditions: [untrusted] }), undefined, 'Unreachable', untrusted.message ?? ''],
    [
      'with another certificate',
      made({ conditions: [untrusted], fingerprint: 'AA' }),
      ready,
      'CertificateChanged',
      untrusted.message ?? '',
    ],
    ['that cannot be', made({ conditions: [holds('SecretNotValid')] }), undefined, 'NotValid', 'SecretNotValid!'],
    [
      'being deleted',
      made({ conditions: [holds('Ready')] }, { deletionTimestamp: 'now' }),
      ready,
      'Deleting',
      'Goes when the running plan wave-1 has ended.',
    ],
  ])('%s', (_, of, inventory, state, text) => {
    const row = providerRow({ provider: of, inventory, vms: 12, plans: 2, heldBy: ['wave-1'] });
    expect([row.state, row.message.text]).toEqual([state, text]);
  });

  it.each<[string, Condition, string, Record<string, string>]>([
    [
      'since when nothing answers, and how old the inventory is',
      { ...holds('ConnectionTestFailed'), message: 'vc cannot be reached (ECONNREFUSED).', lastTransitionTime: 'then' },
      'provider-Unreachable',
      { since: 'then', read: '2026-01-01T00:00:00.000Z' },
    ],
    [
      'that sign-in is no longer tried',
      { ...holds('ConnectionAuthFailed'), items: ['refusals:3'] },
      'provider-SignInFailed-stopped',
      {},
    ],
    [
      'what rights are missing for',
      { ...holds('InsufficientPrivileges'), items: ['A.B (power)', 'A.C (power)', 'A.D (snapshots)'] },
      'provider-ReadyRightsMissing',
      { features: 'power, snapshots' },
    ],
  ])('tells %s', (_, condition, code, blanks) => {
    const conditions = condition.type === 'InsufficientPrivileges' ? [holds('Ready'), condition] : [condition];
    const { message } = providerRow({ provider: made({ conditions }), inventory: ready, plans: 0, heldBy: [] });
    expect(message).toMatchObject({ code, parameters: { message: condition.message, ...blanks } });
  });

  it('passes on what to do', () => {
    const facts = { provider: made({ conditions: [holds('ConnectionAuthFailed')] }), plans: 0, heldBy: [] };
    expect(providerRow(facts).message.advice).toBe('Mend ConnectionAuthFailed.');
  });
});
