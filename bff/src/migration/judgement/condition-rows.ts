import type { ConditionRow } from './condition-row.ts';
import { otherConditionRows } from './other-condition-rows.ts';
import { planConditionRows } from './plan-condition-rows.ts';

/** Every condition of every judged kind; docs/conditions.md is made from it. */
export const conditionRows: readonly ConditionRow[] = [...planConditionRows, ...otherConditionRows];
