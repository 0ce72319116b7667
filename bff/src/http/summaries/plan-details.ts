import type { Plan } from '../../api/generated/plan.ts';
import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { PlanDetails } from '../../api/http/plans.ts';
import type { conditionRow } from '../../api/http/providers.ts';
import type { Condition } from '../../api/resource.ts';
import type { z } from 'zod';
import { choicesOf } from '../../writers/plan-maps.ts';
import { sentence } from './message.ts';
import { actionsOf, type PlanRights } from './plan-actions.ts';
import { planRow, type PlanRowFacts } from './plan-row.ts';
import { findingsOf } from './findings.ts';
import { mapRef, objectAtFault, providerRef } from './plan-references.ts';
import { runsOf } from './plan-runs.ts';
import { settingsOf } from './plan-settings.ts';
import { holds } from './plan-state.ts';

export interface PlanDetailsFacts extends PlanRowFacts {
  /** Maps that the plan names and that do not exist. */
  readonly incomplete: PlanDetails['incomplete'];
  readonly rights: PlanRights;
  /** Runs of its machines, for the history. */
  readonly machineRuns?: readonly VirtualMachineMigration[];
}

export function conditionRowOf(condition: Condition): z.infer<typeof conditionRow> {
  const { type, status, category, reason, message, suggestion, lastTransitionTime: since } = condition;
  return { type, status, category, reason, message, suggestion, since };
}

function readinessOf(plan: Plan): PlanDetails['readiness'] {
  const findings = findingsOf(plan.status?.conditions ?? []).map((finding) => {
    const object = objectAtFault(plan, finding.type);
    const { level, message, vms } = finding;
    return { level, message, vms, ...(object === undefined ? {} : { object }) };
  });
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
    snapshotsLeft: vms.reduce((sum, { warm }) => sum + (warm?.snapshotsLeft.length ?? 0), 0),
    unknown: count(({ handling, power }) => handling === 'untouched' && (power === 'Unknown' || power === 'Suspended')),
  };
}

export function planDetails(facts: PlanDetailsFacts): PlanDetails {
  const { plan, migrations, vms } = facts;
  return {
    ...planRow(facts),
    resourceVersion: plan.metadata.resourceVersion ?? '',
    sources: sourcesOf(vms),
    readiness: readinessOf(plan),
    networkMap: mapRef(plan, 'network'),
    storageMap: mapRef(plan, 'storage'),
    sourceRef: providerRef(plan, 'source'),
    targetRef: providerRef(plan, 'destination'),
    version: String(plan.metadata.generation ?? 0),
    settings: settingsOf(plan),
    conditions: (plan.status?.conditions ?? []).map(conditionRowOf),
    runs: runsOf(migrations, facts.machineRuns),
    incomplete: facts.incomplete,
    repairable: facts.incomplete.length > 0 && choicesOf(plan) !== undefined,
    actions: actionsOf(facts, facts.rights),
  };
}
