import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import type { PlanBundle } from '@gantry/bff/api/http/plan-wizard.ts';
import type { Named } from '../../../shared/address.ts';
import type { NetworkDestination, StorageDestination } from '../../../shared/maps/targets.ts';

export const stepIds = ['general', 'machines', 'networks', 'storages', 'type', 'hooks', 'review'] as const;
export type StepId = (typeof stepIds)[number];

/** What the user typed or chose; what is absent is proposed. */
export interface GeneralInput {
  readonly name?: string;
  readonly project: string;
  readonly description: string;
  readonly source?: Named;
  readonly target?: Named;
  readonly targetProject?: string;
}

/** A selected machine, as it was last seen. */
export interface ChosenVm {
  readonly vm: InventoryVm;
  readonly presence: 'present' | 'gone';
}

export interface PlanOptions extends Pick<
  PlanBundle,
  | 'type'
  | 'enableChangeTracking'
  | 'guestConversion'
  | 'compatibilityDevices'
  | 'targetPowerState'
  | 'startWhenReady'
  | 'hooks'
> {
  /** As typed, in minutes; empty: the service's own. */
  readonly precopyInterval: string;
}

/** Chosen for one machine instead of what holds for all; `null` is no hook, an empty interval that of the plan. */
export interface VmOptions extends NonNullable<PlanBundle['vms'][number]['hooks']> {
  readonly precopyInterval?: string;
}

export interface Draft {
  readonly general: GeneralInput;
  /** By id; it knows nothing of search, order or pages. */
  readonly vms: ReadonlyMap<string, ChosenVm>;
  /** Ids of machines with critical concerns that the user wants in the plan all the same. */
  readonly kept: ReadonlySet<string>;
  /** The user's own choices by source id; `null` = deliberately none. */
  readonly networks: ReadonlyMap<string, NetworkDestination | null>;
  readonly storages: ReadonlyMap<string, StorageDestination | null>;
  readonly options: PlanOptions;
  /** By id. */
  readonly vmOptions: ReadonlyMap<string, VmOptions>;
  /** The user agreed to several plans, for more machines than one plan holds. */
  readonly isSplit: boolean;
  /** How often the user wanted to leave a step that has errors. */
  readonly attempts: Readonly<Partial<Record<StepId, number>>>;
}

export type DraftAction =
  | { readonly type: 'generalChanged'; readonly change: Partial<GeneralInput> }
  | { readonly type: 'sourceChanged'; readonly source: Named }
  | { readonly type: 'vmsSelected'; readonly vms: readonly InventoryVm[] }
  | { readonly type: 'vmsUnselected'; readonly ids: readonly string[] }
  | { readonly type: 'vmsRefreshed'; readonly asked: readonly string[]; readonly found: readonly InventoryVm[] }
  | { readonly type: 'criticalKept'; readonly ids: readonly string[] }
  | { readonly type: 'networkChosen'; readonly id: string; readonly destination: NetworkDestination | null }
  | { readonly type: 'storageChosen'; readonly id: string; readonly destination: StorageDestination | null }
  | { readonly type: 'optionsChanged'; readonly change: Partial<PlanOptions> }
  | { readonly type: 'vmOptionsChanged'; readonly id: string; readonly change: VmOptions }
  | { readonly type: 'splitAgreed' }
  | { readonly type: 'attempted'; readonly step: StepId };

export function emptyDraft(general: Pick<GeneralInput, 'project' | 'source'>): Draft {
  return {
    general: { ...general, description: '' },
    vms: new Map(),
    kept: new Set(),
    networks: new Map(),
    storages: new Map(),
    options: {
      type: 'cold',
      precopyInterval: '',
      enableChangeTracking: false,
      guestConversion: 'convert',
      compatibilityDevices: true,
      targetPowerState: 'auto',
      startWhenReady: false,
    },
    vmOptions: new Map(),
    isSplit: false,
    attempts: {},
  };
}

function without<T>(map: ReadonlyMap<string, T>, ids: readonly string[]): ReadonlyMap<string, T> {
  const removed = new Set(ids);
  return new Map([...map].filter(([id]) => !removed.has(id)));
}

function refreshed(vms: Draft['vms'], asked: readonly string[], found: readonly InventoryVm[]): Draft['vms'] {
  const wanted = new Set(asked);
  const seen = new Map(found.map((vm) => [vm.id, vm]));
  return new Map(
    [...vms].map(([id, chosen]) => {
      const vm = seen.get(id);
      if (vm !== undefined) return [id, { vm, presence: 'present' as const }];
      return [id, wanted.has(id) ? { ...chosen, presence: 'gone' as const } : chosen];
    }),
  );
}

/** A machine that has nothing of its own any more is as all others. */
function withVmOptions(before: Draft['vmOptions'], id: string, change: VmOptions): Draft['vmOptions'] {
  const { before: first, after, precopyInterval = '' } = { ...before.get(id), ...change };
  const options: VmOptions = {
    ...(first === undefined ? {} : { before: first }),
    ...(after === undefined ? {} : { after }),
    ...(precopyInterval === '' ? {} : { precopyInterval }),
  };
  const next = new Map(before);
  next.delete(id);
  return Object.keys(options).length === 0 ? next : next.set(id, options);
}

export function changedDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'generalChanged':
      return { ...draft, general: { ...draft.general, ...action.change } };
    case 'sourceChanged':
      return {
        ...draft,
        general: { ...draft.general, source: action.source },
        vms: new Map(),
        kept: new Set(),
        networks: new Map(),
        storages: new Map(),
        vmOptions: new Map(),
        isSplit: false,
        attempts: {},
      };
    case 'vmsSelected': {
      const added = action.vms.map((vm) => [vm.id, { vm, presence: 'present' as const }] as const);
      return { ...draft, vms: new Map([...draft.vms, ...added]) };
    }
    case 'vmsUnselected':
      return { ...draft, vms: without(draft.vms, action.ids) };
    case 'vmsRefreshed':
      return { ...draft, vms: refreshed(draft.vms, action.asked, action.found) };
    case 'criticalKept':
      return { ...draft, kept: new Set([...draft.kept, ...action.ids]) };
    case 'networkChosen':
      return { ...draft, networks: new Map([...draft.networks, [action.id, action.destination]]) };
    case 'storageChosen':
      return { ...draft, storages: new Map([...draft.storages, [action.id, action.destination]]) };
    case 'optionsChanged':
      return { ...draft, options: { ...draft.options, ...action.change } };
    case 'vmOptionsChanged':
      return { ...draft, vmOptions: withVmOptions(draft.vmOptions, action.id, action.change) };
    case 'splitAgreed':
      return { ...draft, isSplit: true };
    case 'attempted':
      return { ...draft, attempts: { ...draft.attempts, [action.step]: (draft.attempts[action.step] ?? 0) + 1 } };
  }
}

/** How many of the selected machines have something of their own. */
export function countDiffering({ vms, vmOptions }: Draft, differs: (options: VmOptions) => boolean): number {
  return [...vms.keys()].filter((id) => differs(vmOptions.get(id) ?? {})).length;
}
