import type { AttentionItem, Overview } from '../../api/http/overview.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { PlanRow } from '../../api/http/plans.ts';
import type { PlanState, ProviderState } from '../../api/http/states.ts';
import { counted, sentence } from './message.ts';
import { isOpenForCutover } from './cutover-open.ts';
import { planAttention } from './plan-state.ts';
import type { ProviderRow } from './provider-row.ts';

export interface OverviewFacts {
  readonly plans: readonly { readonly row: PlanRow; readonly vms: readonly VmRow[] }[];
  /** undefined where the caller may not list them. */
  readonly providers: readonly ProviderRow[] | undefined;
  readonly now: number;
}

const mostItems = 100;
const dayMs = 86_400_000;

type Matter = AttentionItem['matter'];
type PlanFacts = OverviewFacts['plans'][number];

const worstFirst: readonly Matter[] = [
  'SourceNotPoweredOn',
  'Failed',
  'CutoverDue',
  'Stalled',
  'CertificateChanged',
  'Provider',
  'SnapshotsLeft',
  'NotReady',
];

const matterOfPlan: Readonly<Partial<Record<PlanState, Matter>>> = {
  Failed: 'Failed',
  PartlySucceeded: 'Failed',
  CutoverDue: 'CutoverDue',
  NotReady: 'NotReady',
};

const matterOfVm: Readonly<Partial<Record<VmRow['state'], Matter>>> = {
  SourceNotPoweredOn: 'SourceNotPoweredOn',
  Stalled: 'Stalled',
};

const matterOfProvider: Readonly<Partial<Record<ProviderState, Matter>>> = {
  SignInFailed: 'Provider',
  Unreachable: 'Provider',
  NotValid: 'Provider',
  CertificateChanged: 'CertificateChanged',
};

function itemsOfVm(object: AttentionItem['object'], { id, name, state, message, warm }: VmRow): AttentionItem[] {
  const item = (matter: Matter, said: AttentionItem['message']): AttentionItem => ({
    kind: 'Plan',
    object,
    vm: { id, name },
    matter,
    message: said,
  });
  const matter = matterOfVm[state];
  const left = warm?.snapshotsLeft ?? [];
  return [
    ...(matter === undefined ? [] : [item(matter, message)]),
    ...(left.length === 0
      ? []
      : [item('SnapshotsLeft', sentence('overview-snapshots', 'Snapshots of Gantry are left at the source.'))]),
  ];
}

function itemsOfPlan({ row, vms }: PlanFacts): AttentionItem[] {
  const object = { namespace: row.namespace, name: row.name };
  const matter = matterOfPlan[row.state];
  const own = { kind: 'Plan', object } as const;
  // A run that goes on has a state of its own; those of its VMs that failed are lost in it.
  const isLost = matter === undefined && row.vms.failed > 0 && row.state !== 'SourceNotPoweredOn';
  return [
    ...(matter === undefined ? [] : [{ ...own, matter, message: row.message }]),
    ...(isLost
      ? [
          {
            ...own,
            matter: 'Failed' as const,
            message: sentence('overview-failed', '{vms} failed; the run goes on.', {
              vms: counted(row.vms.failed, 'VM'),
            }),
          },
        ]
      : []),
    ...vms.flatMap((vm) => itemsOfVm(object, vm)),
  ];
}

function itemOfProvider({ namespace, name, state, message }: ProviderRow): AttentionItem[] {
  const matter = matterOfProvider[state];
  return matter === undefined ? [] : [{ kind: 'Provider', object: { namespace, name }, matter, message }];
}

function countedStates(rows: readonly PlanRow[]): Overview['plans']['states'] {
  return planAttention
    .map((state) => ({ state, plans: rows.filter((row) => row.state === state).length }))
    .filter(({ plans }) => plans > 0);
}

function cutoversOf({ plans, now }: OverviewFacts): Overview['cutovers'] {
  const times = plans.flatMap(({ row: { namespace, name }, vms }) => {
    const ats = vms.flatMap((vm) => (isOpenForCutover(vm) && vm.warm?.cutover.at ? [vm.warm.cutover.at] : []));
    return [...new Set(ats)].map((at) => ({ namespace, name, at, vms: ats.filter((one) => one === at).length }));
  });
  return times
    .filter(({ at }) => Date.parse(at) <= now + dayMs)
    .toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

function runningOf(rows: readonly PlanRow[]): Overview['running'] {
  const running = rows.filter(({ vms }) => vms.running > 0);
  const rates = running.flatMap(({ progress }) => progress?.bytesPerSecond ?? []);
  return {
    vms: running.reduce((sum, { vms }) => sum + vms.running, 0),
    ...(rates.length === 0 ? {} : { bytesPerSecond: rates.reduce((sum, rate) => sum + rate, 0) }),
    plans: running.map(({ namespace, name, uid, vms, progress }) => ({
      namespace,
      name,
      uid,
      vms: vms.running,
      progress,
    })),
  };
}

/** The whole page, from the rows that lists are made of (ux.md §3.1). */
export function overviewOf(facts: OverviewFacts): Overview {
  const open = facts.plans.filter(({ row }) => !row.archived);
  const rows = open.map(({ row }) => row);
  const items = [...open.flatMap(itemsOfPlan), ...(facts.providers ?? []).flatMap(itemOfProvider)].toSorted(
    (left, right) => worstFirst.indexOf(left.matter) - worstFirst.indexOf(right.matter),
  );
  return {
    attention: items.slice(0, mostItems),
    attentionTotal: items.length,
    plans: { total: rows.length, states: countedStates(rows) },
    running: runningOf(rows),
    cutovers: cutoversOf({ ...facts, plans: open }),
    ...(facts.providers === undefined
      ? {}
      : {
          providers: {
            total: facts.providers.length,
            ready: facts.providers.filter(({ state }) => state.startsWith('Ready')).length,
          },
        }),
  };
}
