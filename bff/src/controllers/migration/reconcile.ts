import { migrations, type Migration, type MigrationStatus } from '../../api/generated/migration.ts';
import { plans, type MigrationProgress } from '../../api/generated/plan.ts';
import type { ObjectKey } from '../../api/resource.ts';
import type { ReconcileResult } from '../../kube/controller.ts';
import { patchStatus } from '../../kube/status-patch.ts';
import type { CurrentSettings } from '../current-settings.ts';
import { beginMachines } from './begin.ts';
import { Breather } from './breather.ts';
import { archive, cancelOrphans, cancelRequested } from './cancel.ts';
import { cutoverRequested } from './cutover.ts';
import { tellPlanMissing } from './missing-plan.ts';
import { readiness } from './readiness.ts';
import { RollUpGate } from './roll-up-gate.ts';
import { gather, isOpen, isRecorded, type MigrationPorts, type PlanScope } from './scope.ts';
import { takeSnapshot } from './snapshot.ts';
import { migrationStatus, planProgress } from './status.ts';
import { untilNextStart } from './turn.ts';
import { passWishesOn } from './wishes.ts';

/** How soon a source that could not be asked is asked again. */
const againMs = 5_000;

/** What is asked of running machines, in this order. */
const requests = [cancelOrphans, cancelRequested, archive, passWishesOn, cutoverRequested];

export interface ReconcilerPorts extends Omit<MigrationPorts, 'settings'> {
  /** Read once at each look. */
  readonly settings: Pick<CurrentSettings, 'now'>;
}

/**
 * The Migrations of one plan: the key is the plan's, since they run one after the other. Everything is derived from
 * what stands in the cluster, so a repeat after a crash changes nothing.
 */
export function migrationReconciler({
  settings,
  ...others
}: ReconcilerPorts): (key: ObjectKey) => Promise<ReconcileResult | undefined> {
  const { rollUpIntervalMs, progressIntervalMs } = settings.now;
  const gate = new RollUpGate(others.clock, { changeMs: rollUpIntervalMs, progressMs: progressIntervalMs });
  const breather = new Breather(others.clock);
  const reconcile = async (key: ObjectKey): Promise<ReconcileResult | undefined> => {
    const ports = { ...others, settings: settings.now };
    const { scope, planless } = await gather(ports, key);
    await tellPlanMissing(ports, planless);
    if (scope === undefined || scope.plan.metadata.deletionTimestamp !== undefined) return undefined;
    for (const request of requests) await request(scope);
    const ready = await readiness(scope);
    const runs = ready.state === 'ready';
    // Recorded before anything is made: what runs can be seen to run.
    const recorded = !runs || scope.active === undefined || isRecorded(scope.active.metadata.uid, scope.plan);
    const begins = runs && recorded && scope.plan.spec.archived !== true;
    const { complete, waits: obstacle } = begins ? await beginMachines(scope) : { complete: true };
    const begun = recorded ? undefined : await takeSnapshot(scope, scope.active);
    const progress = planProgress(scope, begun);
    const statuses = scope.migrations.map((migration) => ({
      migration,
      status: migrationStatus(scope, migration, { readiness: ready, progress, obstacle }),
    }));
    const heldMs = gate.wait(keyText(key), shown(scope), {
      vms: progress.vms ?? [],
      frame: frameOf(progress, statuses),
    });
    if (heldMs > 0) return { requeueAfterMs: heldMs };
    if (await write(scope, progress, statuses)) gate.wrote(keyText(key));
    if (!recorded) return { requeueAfterMs: 0 };
    const startMs = untilNextStart(scope.migrations.filter(isOpen), scope.now);
    const againInMs = Math.min(startMs ?? Infinity, complete ? Infinity : againMs);
    return againInMs === Infinity ? undefined : { requeueAfterMs: againInMs };
  };
  return async (key) => {
    const requeueAfterMs = breather.wait(keyText(key));
    return requeueAfterMs > 0 ? { requeueAfterMs } : breather.turn(keyText(key), () => reconcile(key));
  };
}

interface Pair {
  readonly migration: Migration;
  readonly status: MigrationStatus | undefined;
}

async function write(
  { ports, plan }: PlanScope,
  progress: MigrationProgress,
  statuses: readonly Pair[],
): Promise<boolean> {
  const planAfter = { ...plan, status: { ...plan.status, migration: progress } };
  let wrote = false;
  if ((progress.history ?? []).length > 0) {
    wrote = (await patchStatus(ports.client, plans, { before: plan, after: planAfter })) !== plan;
  }
  for (const { migration, status } of statuses) {
    if (status === undefined) continue;
    const after = { ...migration, status };
    if ((await patchStatus(ports.client, migrations, { before: migration, after })) !== migration) wrote = true;
  }
  return wrote;
}

function shown({ plan, migrations: all }: PlanScope) {
  const progress = plan.status?.migration ?? {};
  const statuses = all.map((migration) => ({
    migration,
    status: migration.status?.completed === undefined ? migration.status : undefined,
  }));
  return { vms: progress.vms ?? [], frame: frameOf(progress, statuses) };
}

function frameOf({ history, completed }: MigrationProgress, statuses: readonly Pair[]): unknown {
  const types = (conditions: MigrationStatus['conditions']) =>
    conditions?.map(({ type, message }) => [type, message]) ?? [];
  return [
    history?.map(({ migration, conditions }) => [migration.uid, types(conditions)]) ?? [],
    completed !== undefined,
    statuses.map(({ migration, status }) => [
      migration.metadata.name,
      status?.completed !== undefined,
      types(status?.conditions),
    ]),
  ];
}

function keyText({ namespace = '', name }: ObjectKey): string {
  return `${namespace}/${name}`;
}
