import type { Condition } from '../../api/resource.ts';
import type { ConditionRow, JudgedKind } from './condition-row.ts';
import { conditionRows } from './condition-rows.ts';

/** Something that holds for a judged object now. Category and durability are the table's. */
export interface Finding {
  readonly type: string;
  readonly reason?: string;
  /** What was found, and what it means. */
  readonly message: string;
  /** What to do about it. */
  readonly suggestion?: string;
  /** What it concerns, one entry each. */
  readonly items?: readonly string[];
}

const mostItems = 100;

/** An item as MTV's clients read it. */
export function machineItem(machine: { readonly id?: string; readonly name?: string }, detail?: string): string {
  return ` id:${machine.id ?? ''} name:'${machine.name ?? ''}' ${detail === undefined ? '' : `${detail} `}`;
}

/**
 * The conditions of an object: one per type, in the order of the findings. What held before keeps the time since when;
 * what no longer holds is gone. Throws when a finding stands in no implemented row of the table.
 */
export function conditionsFrom(
  kind: JudgedKind,
  findings: readonly Finding[],
  { previous = [], now }: { readonly previous?: readonly Condition[]; readonly now: string },
): Condition[] {
  const byType = new Map<string, Condition>();
  for (const finding of findings) {
    const row = rowOf(kind, finding);
    const present = byType.get(finding.type);
    if (present !== undefined && severity(present.category) <= severity(row.category)) continue;
    const before = previous.find(({ type, status }) => type === finding.type && status === 'True');
    byType.set(finding.type, toCondition(finding, row, before?.lastTransitionTime ?? now));
  }
  return [...byType.values()];
}

/** Something of it bars the object's use. */
export function isBlocked(kind: JudgedKind, findings: readonly Finding[]): boolean {
  return findings.some((finding) => isBlocker(rowOf(kind, finding).category));
}

export function hasCondition(conditions: readonly Condition[] | undefined, type: string): boolean {
  return (conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
}

export function isBlocker(category: Condition['category']): boolean {
  return category === 'Critical' || category === 'Error';
}

function severity(category: Condition['category']): number {
  return ['Critical', 'Error', 'Warn', 'Required', 'Advisory'].indexOf(category ?? 'Advisory');
}

function rowOf(kind: JudgedKind, finding: Finding): ConditionRow {
  const row = conditionRows.find(
    ({ kinds, type, reasons, state }) =>
      kinds.includes(kind) &&
      describes(type, finding.type) &&
      state === 'implemented' &&
      (finding.reason === undefined ? reasons.length === 0 : reasons.includes(finding.reason)),
  );
  if (row === undefined) throw new Error(`${kind} has no condition ${finding.type} (${finding.reason ?? 'no reason'})`);
  return row;
}

/** Rows of conditions that stand once per machine end in a blank for its id. */
function describes(row: string, type: string): boolean {
  return row.endsWith(perMachine) ? type.startsWith(row.slice(0, -perMachine.length)) : row === type;
}

const perMachine = '<vm id>';

function toCondition(finding: Finding, row: ConditionRow, lastTransitionTime: string): Condition {
  const { items = [] } = finding;
  const shown =
    items.length > mostItems ? [...items.slice(0, mostItems), `and ${items.length - mostItems} more`] : items;
  return {
    type: finding.type,
    status: 'True',
    category: row.category,
    ...(finding.reason !== undefined && { reason: finding.reason }),
    message: finding.message,
    ...(finding.suggestion !== undefined && { suggestion: finding.suggestion }),
    lastTransitionTime,
    ...(row.durable === true && { durable: true }),
    ...(shown.length > 0 && { items: [...shown] }),
  };
}
