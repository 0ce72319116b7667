import { hooks, type Hook } from '../../api/generated/hook.ts';
import { migrations, type Migration } from '../../api/generated/migration.ts';
import { networkMaps } from '../../api/generated/network-map.ts';
import { plans, type Plan } from '../../api/generated/plan.ts';
import { providers } from '../../api/generated/provider.ts';
import { storageMaps } from '../../api/generated/storage-map.ts';
import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../../api/resource.ts';
import { generationChanged, watchMapped, watchObjects, type ControllerWatch } from '../../kube/controller-watch.ts';
import { startController, type Controller, type ReconcileResult } from '../../kube/controller.ts';
import { hookReferences } from '../../migration/needed-rights.ts';
import { gatherPlan } from '../../migration/judgement/gather-plan.ts';
import { referredKey } from '../../migration/judgement/gather-references.ts';
import { specOf } from '../../migration/judgement/spec-of.ts';
import { judgePlan } from '../../migration/judgement/plan-checks.ts';
import { writeJudgement } from '../../migration/judgement/write-judgement.ts';
import { dependentsOf, readinessChanged, refersTo } from '../dependents.ts';
import { watchInventories } from '../inventory-watch.ts';
import { unawaited } from '../unawaited-watch.ts';
import type { JudgingPorts } from '../judging-ports.ts';

export interface PlanPorts extends JudgingPorts {
  /** Used where the provider names none. */
  readonly vddkImage?: string;
}

/** Keeps `status.conditions` of plans; their progress is the migration controller's. */
export function startPlanController(ports: PlanPorts): Controller {
  const { clock, log, observer } = ports;
  return startController({
    name: 'plan',
    clock,
    log,
    observer,
    watches: watches(ports),
    reconcile: (key) => reconcile(ports, key),
  });
}

function watches(ports: PlanPorts): ControllerWatch[] {
  const { cluster } = ports;
  const all = cluster.informer({ resource: plans });
  const sources = cluster.informer({ resource: providers });
  const ofProvider = dependentsOf(all);
  const ofMap = (map: KubeObject) =>
    keys(all.list(), (plan) => [plan.spec.map.network, plan.spec.map.storage].some((ref) => refersTo(ref, plan, map)));
  const ofHook = (hook: Hook) =>
    keys(all.list(), (plan) => hookReferences(plan.spec.vms).some((ref) => refersTo(ref, plan, hook)));
  const inNamespace = ({ metadata }: KubeObject) =>
    keys(all.list(), (plan) => plan.spec.targetNamespace === metadata.namespace);
  return [
    watchObjects(all, { updated: (a, b) => generationChanged(a, b) || recordChanged(a, b) }),
    watchMapped(sources, ofProvider, { updated: readinessChanged }),
    watchMapped(cluster.informer({ resource: networkMaps }), ofMap, { updated: readinessChanged }),
    watchMapped(cluster.informer({ resource: storageMaps }), ofMap, { updated: readinessChanged }),
    watchMapped(cluster.informer({ resource: hooks }), ofHook, { updated: readinessChanged }),
    watchMapped(cluster.informer({ resource: migrations }), planOfMigration, { updated: migrationChanged }),
    watchMapped(cluster.informer({ resource: virtualMachineMigrations }), planOfRun, { updated: runChanged }),
    watchInventories({ ...ports, providers: sources }, ofProvider),
    // A cluster without KubeVirt must not keep the controller from starting.
    unawaited(watchMapped(cluster.informer({ resource: virtualMachines }), inNamespace, { updated: () => false })),
  ];
}

function keys(list: readonly Plan[], concerned: (plan: Plan) => boolean): ObjectKey[] {
  return list.filter((plan) => specOf(plan) !== undefined && concerned(plan)).map(keyOf);
}

function planOfMigration(migration: Migration): ObjectKey[] {
  const { metadata } = migration;
  const key = referredKey(specOf(migration)?.plan, metadata.namespace ?? '');
  return key === undefined ? [] : [key];
}

function planOfRun({ spec }: VirtualMachineMigration): ObjectKey[] {
  return [{ namespace: spec.plan.namespace, name: spec.plan.name }];
}

/** What the plan's own record says of its last run. */
function recordChanged(before: Plan, after: Plan): boolean {
  const types = ({ status }: Plan) => status?.migration?.history?.at(-1)?.conditions?.map(({ type }) => type);
  return types(before)?.join() !== types(after)?.join();
}

function migrationChanged({ status: before }: Migration, { status: after }: Migration): boolean {
  return before?.started !== after?.started || before?.completed !== after?.completed;
}

function runChanged(before: VirtualMachineMigration, after: VirtualMachineMigration): boolean {
  const essence = ({ spec, status }: VirtualMachineMigration) =>
    [
      ['Ended', 'Discarding'].find((state) => state === status?.state),
      status?.result,
      status?.discarded,
      spec.discard !== undefined,
    ].join();
  return essence(before) !== essence(after);
}

/** Claims that others fill are not watched. */
const claimsAgainMs = 30_000;

async function reconcile(ports: PlanPorts, key: ObjectKey): Promise<ReconcileResult | undefined> {
  const plan = ports.cluster.informer({ resource: plans }).get(key);
  if (plan === undefined || plan.metadata.deletionTimestamp !== undefined) return undefined;
  const findings = judgePlan(await gatherPlan(ports, plan));
  await writeJudgement({ ...ports, client: ports.cluster.client }, plans, { object: plan, findings });
  const lacksClaims = findings.some(({ type }) => type === 'MissingPvcForOnlyConversion');
  return lacksClaims ? { requeueAfterMs: claimsAgainMs } : undefined;
}
