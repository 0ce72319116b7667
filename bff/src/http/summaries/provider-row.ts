import type { Provider } from '../../api/generated/provider.ts';
import type { providerRow as providerRowShape } from '../../api/http/providers.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { ProviderState } from '../../api/http/states.ts';
import type { Condition } from '../../api/resource.ts';
import type { InventoryState } from '../../inventory/inventory.ts';
import type { z } from 'zod';
import { counted, sentence } from './message.ts';

export type ProviderRow = z.infer<typeof providerRowShape>;

export interface ProviderFacts {
  readonly provider: Provider;
  readonly inventory?: InventoryState;
  readonly vms?: number;
  /** How many plans name it. */
  readonly plans: number;
  /** Names of plans that run with it, as far as the caller may read them. */
  readonly heldBy: readonly string[];
}

function found(provider: Provider, type: string): Condition | undefined {
  return provider.status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

const notValid = ['UrlNotValid', 'ProviderTypeNotSupported', 'SecretNotValid', 'SettingsNotValid'];

/** One state per provider, the first that matches (ux.md §4.3). */
export function providerStateOf({ provider, inventory }: ProviderFacts): ProviderState {
  const has = (type: string) => found(provider, type) !== undefined;
  if (provider.metadata.deletionTimestamp !== undefined) return 'Deleting';
  if (notValid.some(has)) return 'NotValid';
  if (has('ConnectionAuthFailed')) return 'SignInFailed';
  if (has('ConnectionTestFailed')) {
    const certificate = /certificate|CERT_|SELF_SIGNED|UNABLE_TO_VERIFY/i.test(
      found(provider, 'ConnectionTestFailed')?.message ?? '',
    );
    return certificate && provider.status?.fingerprint !== undefined ? 'CertificateChanged' : 'Unreachable';
  }
  if (!has('Ready')) return inventory?.phase === 'loading' || has('LoadInventory') ? 'ReadingInventory' : 'Connecting';
  if (has('ConnectionInsecure')) return 'ReadyNotVerified';
  return has('InsufficientPrivileges') ? 'ReadyRightsMissing' : 'Ready';
}

function updated(inventory: InventoryState | undefined): string | undefined {
  return inventory === undefined || inventory.phase === 'loading'
    ? undefined
    : new Date(inventory.updatedAt).toISOString();
}

function conditionSentence(provider: Provider, types: readonly string[], code: string): Message {
  const condition = types.map((type) => found(provider, type)).find((candidate) => candidate !== undefined);
  return sentence(
    code,
    '{message}',
    { message: condition?.message ?? '' },
    condition?.suggestion ? { advice: condition.suggestion } : {},
  );
}

const sentences: Readonly<Record<ProviderState, (facts: ProviderFacts) => Message>> = {
  Connecting: () => sentence('provider-Connecting', 'Testing the connection.'),
  ReadingInventory: ({ inventory }) =>
    sentence('provider-ReadingInventory', '{vms} so far.', {
      vms: counted(inventory?.phase === 'loading' ? inventory.machines : 0, 'VM'),
    }),
  Ready: ({ vms, provider }) =>
    vms === undefined
      ? sentence('provider-Ready-cluster', provider.spec.url ? 'Connected.' : 'This cluster.')
      : sentence('provider-Ready', '{vms} in the inventory.', { vms: counted(vms, 'VM') }),
  ReadyNotVerified: () => sentence('provider-ReadyNotVerified', 'The certificate is not checked.'),
  ReadyRightsMissing: ({ provider }) =>
    conditionSentence(provider, ['InsufficientPrivileges'], 'provider-ReadyRightsMissing'),
  SignInFailed: ({ provider }) => conditionSentence(provider, ['ConnectionAuthFailed'], 'provider-SignInFailed'),
  CertificateChanged: ({ provider }) =>
    conditionSentence(provider, ['ConnectionTestFailed'], 'provider-CertificateChanged'),
  Unreachable: ({ provider }) => conditionSentence(provider, ['ConnectionTestFailed'], 'provider-Unreachable'),
  NotValid: ({ provider }) => conditionSentence(provider, notValid, 'provider-NotValid'),
  Deleting: ({ heldBy }) =>
    heldBy.length === 0
      ? sentence('provider-Deleting', 'Is being deleted.')
      : sentence('provider-Deleting-held', 'Goes when the running plan {plan} has ended.', { plan: heldBy[0] ?? '' }),
};

function roleOf(type: string): ProviderRow['role'] {
  return type === 'openshift' ? 'both' : 'source';
}

export function providerRow(facts: ProviderFacts): ProviderRow {
  const { provider } = facts;
  const state = providerStateOf(facts);
  return {
    namespace: provider.metadata.namespace ?? '',
    name: provider.metadata.name,
    uid: provider.metadata.uid ?? '',
    type: provider.spec.type,
    role: roleOf(provider.spec.type),
    state,
    message: sentences[state](facts),
    url: provider.spec.url ?? '',
    vms: facts.vms,
    lastSync: updated(facts.inventory),
    plans: facts.plans,
    heldBy: [...facts.heldBy],
    created: provider.metadata.creationTimestamp ?? '',
  };
}

/** Where a list shows what needs attention first. */
export const providerAttention: readonly ProviderState[] = [
  'SignInFailed',
  'CertificateChanged',
  'Unreachable',
  'NotValid',
  'ReadyRightsMissing',
  'ReadyNotVerified',
  'Connecting',
  'ReadingInventory',
  'Ready',
  'Deleting',
];
