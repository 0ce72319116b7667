import type { ConditionRow } from './condition-row.ts';
import { hostAndHookRows } from './rows/hosts-and-hooks.ts';
import { mapRows } from './rows/maps.ts';
import { migrationAndConversionRows } from './rows/migrations.ts';
import { planBlockers } from './rows/plan-blockers.ts';
import { planMachines } from './rows/plan-machines.ts';
import { planNotices } from './rows/plan-notices.ts';
import { planStates } from './rows/plan-states.ts';
import { providerRows } from './rows/providers.ts';
import { runRows } from './rows/runs.ts';

const planRows = [...planBlockers, ...planMachines, ...planNotices, ...planStates].map((row) => ({
  ...row,
  kinds: ['Plan' as const],
}));

/** Every condition of every judged kind; docs/conditions.md is made from it. */
export const conditionRows: readonly ConditionRow[] = [
  ...planRows,
  ...providerRows,
  ...mapRows,
  ...hostAndHookRows,
  ...migrationAndConversionRows,
  ...runRows,
];
