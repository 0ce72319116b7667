import type { z } from 'zod';
import type { Plan } from '../../api/generated/plan.ts';
import type { cutOverPlan, CutoverTime } from '../../api/http/plan-actions.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import { timestamp, type Clock } from '../../platform/clock.ts';
import { ConflictError, InvalidInputError } from '../../platform/errors.ts';
import { setCutover } from '../../writers/cut-over.ts';
import type { Catalog } from '../catalog.ts';
import { notInPlan } from '../not-in-plan.ts';
import { matchingVms } from '../plan-vm-rules.ts';
import { planFor, refuseUnlessPossible } from '../planned-act.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { isOpenForCutover } from '../summaries/cutover-open.ts';
import { formatDuration } from '../summaries/duration.ts';
import { activeRun } from '../summaries/plan-runs.ts';

/** Clocks of people and clusters differ by so much without anybody noticing. */
const toleranceMs = 60_000;

/** undefined takes the cutover back. Throws InvalidInputError for a time that is over. */
function timeOf(when: CutoverTime, clock: Clock): string | undefined {
  if (when.type === 'never') return undefined;
  if (when.type === 'now') return timestamp(clock);
  const agoMs = clock.now() - Date.parse(when.time);
  if (agoMs > toleranceMs) {
    const ago = formatDuration(agoMs / 1000);
    throw new InvalidInputError(`That was ${ago} ago. Choose now or a later time.`, {
      code: 'cutover-past',
      parameters: { ago },
    });
  }
  return new Date(when.time).toISOString();
}

function begun(vm: string): ConflictError {
  return new ConflictError(`The cutover of ${vm} has begun or it is over: its time cannot be changed.`, {
    code: 'cutover-begun',
    parameters: { vm },
  });
}

type Chosen = Pick<z.output<typeof cutOverPlan.body>, 'vms' | 'matching'>;

interface Open {
  readonly chosen: readonly VmRow[];
  readonly open: readonly VmRow[];
}

/** Who is named must be open; of those that match or of all, only those that are open are meant. */
async function openVms(catalog: Catalog, plan: Plan, { vms: named, matching }: Chosen): Promise<Open> {
  const rows = await catalog.vmsOf(plan);
  for (const id of named ?? []) {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) throw notInPlan(plan.metadata.name, id);
    if (!isOpenForCutover(row)) throw begun(row.name);
  }
  const open = rows.filter(isOpenForCutover);
  const matched = matching === undefined ? open : matchingVms(open, matching);
  return { open, chosen: matched.filter(({ id }) => named === undefined || named.includes(id)) };
}

/** Now is not said twice: what is due already keeps the time since when it is. */
function without(due: readonly VmRow[], { when, now }: { readonly when: CutoverTime; readonly now: number }) {
  return when.type === 'now'
    ? due.filter(({ warm }) => warm?.cutover.at === undefined || Date.parse(warm.cutover.at) > now)
    : due;
}

/** Cutovers are asked for with the caller's token, on the run: what they may not do, the API server refuses. */
export function planCutover({ catalog, clock }: RouteContext): Pick<Routes, 'cutOverPlan'> {
  return {
    cutOverPlan: async ({ caller, params, body }) => {
      const plan = await planFor(catalog, caller, 'cutover', params);
      const at = timeOf(body.when, clock);
      await refuseUnlessPossible(catalog, 'cutover', plan);
      const { chosen, open } = await openVms(catalog, plan, body);
      const changed = without(chosen, { when: body.when, now: clock.now() });
      const run = activeRun(catalog.migrationsOf(plan));
      if (run !== undefined && changed.length > 0) {
        const ids = (rows: readonly VmRow[]) => new Set(rows.map(({ id }) => id));
        const key = { namespace: params.project, name: run.metadata.name };
        await setCutover(caller, key, { at, chosen: ids(changed), open: ids(open) });
      }
      return { vms: chosen.length };
    },
  };
}
