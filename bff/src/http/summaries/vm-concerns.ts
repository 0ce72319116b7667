import type { Plan, PlanVm } from '../../api/generated/plan.ts';
import type { Message } from '../../api/http/shapes.ts';
import { conditionMessage } from './plan-runs.ts';
import { blockersOf, warningsOf } from './plan-state.ts';

/** What a condition says of one machine: ` id:vm-1 name:'x' `. */
function keysOf(item: string): string[] {
  const id = /id:(\S+)/.exec(item)?.[1];
  const name = /name:'([^']*)'/.exec(item)?.[1];
  return [...(id === undefined ? [] : [`id ${id}`]), ...(name === undefined ? [] : [`name ${name}`])];
}

/** The worst that a plan's conditions say of each VM, for those that have not run yet. */
export function concernsByVm(plan: Plan): (vm: PlanVm) => Message | undefined {
  const found = new Map<string, Message>();
  for (const condition of [...warningsOf(plan), ...blockersOf(plan)]) {
    const message = conditionMessage(condition);
    for (const item of condition.items ?? []) for (const key of keysOf(item)) found.set(key, message);
  }
  return ({ id, name }) => found.get(`id ${id ?? ''}`) ?? found.get(`name ${name ?? ''}`);
}
