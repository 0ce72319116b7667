import type { Provider } from '../../api/generated/provider.ts';
import type { providerRow as providerRowShape } from '../../api/http/providers.ts';
import type { SentenceCode } from '../../api/http/message-codes.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { ProviderState } from '../../api/http/states.ts';
import type { Condition } from '../../api/resource.ts';
import type { InventoryState } from '../../inventory/inventory.ts';
import type { z } from 'zod';
import { mostRefusals } from '../../migration/judgement/provider-checks.ts';
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

/** Says what the first of the conditions that holds says; the console words it by the code and the blanks. */
function conditionSentence(
  provider: Provider,
  types: readonly string[],
  code: SentenceCode,
  blanks: (condition: Condition) => Readonly<Record<string, string | undefined>> = () => ({}),
): Message {
  const condition = types.map((type) => found(provider, type)).find((candidate) => candidate !== undefined);
  return sentence(
    code,
    '{message}',
    { message: condition?.message ?? '', ...(condition && blanks(condition)) },
    condition?.suggestion ? { advice: condition.suggestion } : {},
  );
}

/** Other failures of the test, such as an answer that makes no sense, stay in their own words. */
const silent = /cannot be reached|did not answer|does not answer/;

function sinceOf({ lastTransitionTime }: Condition, inventory: InventoryState | undefined) {
  return { since: lastTransitionTime, read: updated(inventory) };
}

/** After so many refusals nothing is tried any more. */
function isStopped({ items = [] }: Condition): boolean {
  return items.some((item) => Number(/^refusals:(\d+)$/.exec(item)?.[1] ?? 0) >= mostRefusals);
}

function signInFailed({ provider }: ProviderFacts): Message {
  const condition = found(provider, 'ConnectionAuthFailed');
  const code =
    condition !== undefined && isStopped(condition) ? 'provider-SignInFailed-stopped' : 'provider-SignInFailed';
  return conditionSentence(provider, ['ConnectionAuthFailed'], code);
}

/** `VirtualMachine.Interact.PowerOff (power)`: what it is for. */
function featuresOf({ items = [] }: Condition): string {
  return [...new Set(items.map((item) => /\((.*)\)$/.exec(item)?.[1] ?? item))].join(', ');
}

const sentences: Readonly<Record<ProviderState, (facts: ProviderFacts) => Message>> = {
  Connecting: () => sentence('provider-Connecting', 'Testing the connection.'),
  ReadingInventory: ({ inventory }) =>
    sentence('provider-ReadingInventory', '{vms} so far.', {
      vms: counted(inventory?.phase === 'loading' ? inventory.machines : 0, 'VM'),
    }),
  Ready: ({ vms, provider, inventory }) => {
    if (vms === undefined)
      return sentence('provider-Ready-cluster', '{message}', {
        message: provider.spec.url ? 'Connected.' : 'This cluster.',
      });
    return sentence('provider-Ready', '{vms} in the inventory.', {
      vms: counted(vms, 'VM'),
      read: updated(inventory),
    });
  },
  ReadyNotVerified: () => sentence('provider-ReadyNotVerified', 'The certificate is not checked.'),
  ReadyRightsMissing: ({ provider }) =>
    conditionSentence(provider, ['InsufficientPrivileges'], 'provider-ReadyRightsMissing', (condition) => ({
      features: featuresOf(condition),
    })),
  SignInFailed: signInFailed,
  CertificateChanged: ({ provider, inventory }) =>
    conditionSentence(provider, ['ConnectionTestFailed'], 'provider-CertificateChanged', (condition) =>
      sinceOf(condition, inventory),
    ),
  Unreachable: ({ provider, inventory }) =>
    conditionSentence(provider, ['ConnectionTestFailed'], 'provider-Unreachable', (condition) =>
      silent.test(condition.message ?? '') ? sinceOf(condition, inventory) : {},
    ),
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
