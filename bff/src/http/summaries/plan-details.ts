import type { Migration } from '../../api/generated/migration.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { PlanDetails, VmRow } from '../../api/http/plans.ts';
import type { conditionRow } from '../../api/http/providers.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { Condition } from '../../api/resource.ts';
import { requesterOf } from '../../platform/requester.ts';
import type { z } from 'zod';
import { sentence } from './message.ts';
import { blockersOf, countVms, holds } from './plan-state.ts';
import { planRow, type PlanRowFacts } from './plan-row.ts';
import { unfinishedStates } from './vm-state.ts';

export interface PlanDetailsFacts extends PlanRowFacts {
  /** Maps that the plan names and that do not exist. */
  readonly incomplete: PlanDetails['incomplete'];
  /** Rights of the caller in the plan's project. */
  readonly rights: { readonly createMigrations: boolean; readonly editPlans: boolean; readonly deletePlans: boolean };
}

export function conditionRowOf(condition: Condition): z.infer<typeof conditionRow> {
  const { type, status, category, reason, message, suggestion, lastTransitionTime: since } = condition;
  return { type, status, category, reason, message, suggestion, since };
}

function conditionMessage(condition: Condition): Message {
  const { type, reason, message = type, suggestion: advice } = condition;
  return {
    code: reason === undefined || reason === '' ? type : `${type}-${reason}`,
    parameters: {},
    text: message,
    ...(advice ? { advice } : {}),
  };
}

/** ` id:vm-1 name:'x' ` as conditions list machines. */
function vmOfItem(item: string): string {
  return /name:'([^']*)'/.exec(item)?.[1] ?? /id:(\S+)/.exec(item)?.[1] ?? item.trim();
}

/** What blocks and what warns, each with the VMs it concerns. */
export function findingsOf(conditions: readonly Condition[]): PlanDetails['readiness'] {
  const holding = conditions.filter(({ status }) => status === 'True');
  const level = ({ category }: Condition): 'block' | 'warn' | undefined =>
    category === 'Critical' || category === 'Error' ? 'block' : category === 'Warn' ? 'warn' : undefined;
  const findings = holding.flatMap((condition) => {
    const found = level(condition);
    return found === undefined
      ? []
      : [{ level: found, message: conditionMessage(condition), vms: (condition.items ?? []).map(vmOfItem) }];
  });
  return [
    ...findings.filter((finding) => finding.level === 'block'),
    ...findings.filter((finding) => finding.level === 'warn'),
  ];
}

function readinessOf(plan: Plan): PlanDetails['readiness'] {
  const findings = findingsOf(plan.status?.conditions ?? []);
  if (!holds(plan, 'Ready')) return findings;
  return [...findings, { level: 'pass', message: sentence('plan-Ready', 'Can start.'), vms: [] }];
}

function sourcesOf(vms: readonly VmRow[]): PlanDetails['sources'] {
  const count = (has: (source: VmRow['source']) => boolean) => vms.filter(({ source }) => has(source)).length;
  return {
    offByGantry: count(({ handling }) => handling === 'offByGantry'),
    poweredOnAgain: count(({ handling }) => handling === 'onAgain'),
    running: count(({ handling, power }) => handling === 'untouched' && power === 'On'),
    offBefore: count(
      ({ handling, power }) => handling === 'offBefore' || (handling === 'untouched' && power === 'Off'),
    ),
    notRestored: count(({ handling }) => handling === 'notRestored'),
    unknown: count(({ handling, power }) => handling === 'untouched' && (power === 'Unknown' || power === 'Suspended')),
  };
}

type RunResult = PlanDetails['runs'][number]['result'];

function resultOf(migration: Migration): RunResult {
  const has = (type: string) =>
    migration.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
  const ended = (['Succeeded', 'Failed', 'Canceled'] as const).find(has);
  if (ended !== undefined) return ended;
  return migration.status?.started === undefined ? 'Waiting' : 'Running';
}

function waitingFor(migration: Migration): Message | undefined {
  const condition = migration.status?.conditions?.find(
    ({ status, category, message }) => status === 'True' && category !== 'Required' && message,
  );
  return condition === undefined ? undefined : conditionMessage(condition);
}

export function runsOf(migrations: readonly Migration[]): PlanDetails['runs'] {
  return migrations.map((migration) => {
    const result = resultOf(migration);
    return {
      name: migration.metadata.name,
      uid: migration.metadata.uid ?? '',
      startedBy: requesterOf(migration.metadata.annotations)?.user,
      created: migration.metadata.creationTimestamp ?? '',
      started: migration.status?.started,
      completed: migration.status?.completed,
      result,
      ...(result === 'Waiting' || result === 'Failed' ? { message: waitingFor(migration) } : {}),
    };
  });
}

/** A run that has not ended: later ones wait for it, and most actions do. */
export function activeRun(migrations: readonly Migration[]): Migration | undefined {
  return migrations.find((migration) => ['Waiting', 'Running'].includes(resultOf(migration)));
}

type Action = PlanDetails['actions'][number];

function action(name: Action['action'], reasons: readonly (Message | undefined)[]): Action {
  const reason = reasons.find((candidate) => candidate !== undefined);
  return reason === undefined ? { action: name, enabled: true } : { action: name, enabled: false, reason };
}

function actionsOf(facts: PlanDetailsFacts): Action[] {
  const { plan, migrations, vms, rights } = facts;
  const project = plan.metadata.namespace ?? '';
  const need = (allowed: boolean, what: string) =>
    allowed
      ? undefined
      : sentence('permission-needed', 'You need permission to {what} in project {project}.', { what, project });
  const running = activeRun(migrations) === undefined ? undefined : sentence('run-active', 'Cancel the run first.');
  const archived =
    plan.spec.archived === true
      ? sentence('plan-archived', 'An archived plan cannot be started; duplicate it.')
      : undefined;
  const counts = countVms(vms);
  const finished =
    counts.total > 0 && counts.succeeded === counts.total
      ? sentence('plan-finished', 'Every VM has been migrated.')
      : undefined;
  const [blocker] = blockersOf(plan);
  const notReady =
    blocker === undefined && holds(plan, 'Ready')
      ? undefined
      : sentence('plan-not-ready', '{reason}', { reason: blocker?.message ?? 'The plan is being checked.' });
  const nothingRuns =
    activeRun(migrations) !== undefined || vms.some(({ state }) => unfinishedStates.has(state))
      ? undefined
      : sentence('no-run', 'No run is active.');
  return [
    action('start', [need(rights.createMigrations, 'create migrations'), archived, running, finished, notReady]),
    action('cancel', [need(rights.createMigrations, 'change migrations'), nothingRuns]),
    action('archive', [
      need(rights.editPlans, 'change plans'),
      running,
      plan.spec.archived === true ? sentence('archived-already', 'The plan is archived.') : undefined,
    ]),
    action('delete', [need(rights.deletePlans, 'delete plans'), running]),
  ];
}

function mapRef(plan: Plan, map: 'network' | 'storage'): { namespace: string; name: string } | undefined {
  const { name, namespace = plan.metadata.namespace ?? '' } = plan.spec.map[map];
  return name === undefined || name === '' ? undefined : { namespace, name };
}

function providerRef(plan: Plan, role: 'source' | 'destination'): { namespace: string; name: string } {
  const { name = '', namespace = plan.metadata.namespace ?? '' } = plan.spec.provider[role];
  return { namespace, name };
}

export function planDetails(facts: PlanDetailsFacts): PlanDetails {
  const { plan, migrations, vms } = facts;
  const { spec } = plan;
  return {
    ...planRow(facts),
    resourceVersion: plan.metadata.resourceVersion ?? '',
    sources: sourcesOf(vms),
    readiness: readinessOf(plan),
    networkMap: mapRef(plan, 'network'),
    storageMap: mapRef(plan, 'storage'),
    sourceRef: providerRef(plan, 'source'),
    targetRef: providerRef(plan, 'destination'),
    guestConversion: spec.skipGuestConversion === true ? 'rawCopy' : 'convert',
    compatibilityDevices: spec.useCompatibilityMode ?? true,
    targetPowerState: spec.targetPowerState ?? 'auto',
    shutdownPolicy: spec.shutdownPolicy ?? 'guest',
    conditions: (plan.status?.conditions ?? []).map(conditionRowOf),
    runs: runsOf(migrations),
    incomplete: facts.incomplete,
    actions: actionsOf(facts),
  };
}
