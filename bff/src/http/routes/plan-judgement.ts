import type { z } from 'zod';
import { hooks } from '../../api/generated/hook.ts';
import { networkMaps, type NetworkMap } from '../../api/generated/network-map.ts';
import { providers } from '../../api/generated/provider.ts';
import { storageMaps, type StorageMap } from '../../api/generated/storage-map.ts';
import { plans } from '../../api/generated/plan.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import type { judgePlan as judgePlanEndpoint, PlanBundle } from '../../api/http/plan-wizard.ts';
import type { Condition } from '../../api/resource.ts';
import type { Inventories } from '../../inventory/inventory.ts';
import { conditionsFrom } from '../../migration/judgement/finding.ts';
import { gatherPlan } from '../../migration/judgement/gather-plan.ts';
import { gatherTarget, remoteTarget } from '../../migration/judgement/gather-target.ts';
import { resolveNetworkPairs, resolveStoragePairs } from '../../migration/judgement/gather-maps.ts';
import { readableInventory } from '../../migration/judgement/gather-references.ts';
import { judgeNetworkMap, judgeStorageMap } from '../../migration/judgement/map-checks.ts';
import { judgePlan } from '../../migration/judgement/plan-checks.ts';
import { pendingMachines } from '../../migration/judgement/plan-scope.ts';
import { timestamp } from '../../platform/clock.ts';
import { planOf } from '../../writers/create-plan.ts';
import { mapsOf } from '../../writers/plan-maps.ts';
import type { Caller } from '../caller.ts';
import { access } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { consequencesOf } from '../summaries/consequences.ts';
import { sentence } from '../summaries/message.ts';
import { findingsOf } from '../summaries/findings.ts';
import { vmRow } from '../summaries/vm-row.ts';

const ready: Condition = { type: 'Ready', status: 'True', category: 'Required' };

/** A map that is judged together with the plan counts as ready: what is wrong with it is found below. */
function asReady<M extends NetworkMap | StorageMap>(map: M): M {
  return { ...map, status: { conditions: [ready] } };
}

function readinessOf(conditions: readonly Condition[]): z.input<(typeof judgePlanEndpoint)['answer']>['readiness'] {
  return findingsOf(conditions).map(({ level, message, vms }) => ({ level, message, vms }));
}

export interface JudgementOptions extends RouteContext {
  readonly inventories: Inventories;
  readonly vddkImage?: string;
}

async function missingRights(
  caller: Caller,
  project: string,
  { targetProject, isRemote }: { readonly targetProject: string; readonly isRemote: boolean },
): Promise<Condition[]> {
  const questions = [
    { what: 'create plans', where: project, right: access('create', plans, project) },
    { what: 'create network maps', where: project, right: access('create', networkMaps, project) },
    { what: 'create storage maps', where: project, right: access('create', storageMaps, project) },
    // Another cluster decides for itself what its provider's account may do.
    ...(isRemote
      ? []
      : [
          {
            what: 'create virtual machines',
            where: targetProject,
            right: access('create', virtualMachines, targetProject),
          },
        ]),
  ];
  const allowed = await Promise.all(questions.map(({ right }) => caller.may(right)));
  return questions
    .filter((_, index) => !allowed[index])
    .map(({ what, where }) => ({
      type: 'Forbidden',
      status: 'True',
      category: 'Critical',
      message: `You may not ${what} in project ${where}.`,
      suggestion: 'Ask an administrator of the project for the role migration editor.',
    }));
}

/** What the checks say of plan and maps together. */
async function judged(
  { cluster, targets, clock, inventories, vddkImage }: JudgementOptions,
  project: string,
  bundle: PlanBundle,
) {
  const plan = planOf(project, bundle);
  const maps = mapsOf(project, bundle);
  const gathered = await gatherPlan({ cluster, targets, inventories, vddkImage }, plan);
  const target = await gatherTarget({ cluster, targets }, gathered.destination.object);
  const inventory = readableInventory(inventories, gathered.source.object);
  const scope = {
    ...gathered,
    networkMap: { ref: plan.spec.map.network, object: asReady(maps.network) },
    storageMap: { ref: plan.spec.map.storage, object: asReady(maps.storage) },
    networkPairs: await resolveNetworkPairs(target, inventory, maps.network.spec.map),
    storagePairs: await resolveStoragePairs(target, inventory, maps.storage.spec.map),
  };
  const now = timestamp(clock);
  const conditions = [
    ...conditionsFrom('Plan', judgePlan(scope), { now }),
    ...conditionsFrom('NetworkMap', judgeNetworkMap({ ...scope, pairs: scope.networkPairs }), { now }),
    ...conditionsFrom('StorageMap', judgeStorageMap({ ...scope, pairs: scope.storagePairs }), { now }),
  ];
  const unique = [
    ...new Map(conditions.map((condition) => [`${condition.type} ${condition.message ?? ''}`, condition])).values(),
  ];
  return { plan, scope, conditions: unique };
}

/** The wizard's review: the plan's own checks on a plan that does not exist yet. */
export function planJudgement(options: JudgementOptions): Pick<Routes, 'judgePlan'> {
  return {
    judgePlan: async ({ caller, params, body }) => {
      await caller.demand(access('get', providers, body.source.namespace, body.source.name));
      await caller.demand(access('get', providers, body.target.namespace, body.target.name));
      for (const name of Object.values(body.hooks ?? {}))
        await caller.demand(access('get', hooks, params.project, name));
      const isRemote = remoteTarget(options.catalog.provider(body.target)) !== undefined;
      const missing = await missingRights(caller, params.project, { ...body, isRemote });
      // What stands in a project is not told to those who may not use it.
      if (missing.length > 0) return { readiness: readinessOf(missing), consequences: [] };
      const { plan, scope, conditions } = await judged(options, params.project, body);
      const readiness = readinessOf(conditions);
      const blocked = readiness.some(({ level }) => level === 'block');
      const machines = pendingMachines(scope);
      const vms = machines.map(({ entry, machine }) =>
        vmRow({ vm: entry, runs: [], machine, now: options.clock.now() }),
      );
      const diskBytes = machines
        .flatMap(({ machine }) => machine.disks)
        .reduce((sum, disk) => sum + disk.capacityBytes, 0);
      return {
        readiness: blocked
          ? readiness
          : [...readiness, { level: 'pass', message: sentence('plan-Ready', 'Can start.'), vms: [] }],
        consequences: [...consequencesOf('start', { plan, vms, all: vms, diskBytes }).consequences],
      };
    },
  };
}
