import type { Message } from '../../api/http/shapes.ts';
import type { Condition } from '../../api/resource.ts';
import { conditionMessage } from './plan-runs.ts';

export interface Finding {
  /** Of the condition. */
  readonly type: string;
  readonly level: 'block' | 'warn';
  readonly message: Message;
  /** Names of the VMs it concerns. */
  readonly vms: string[];
}

/** ` id:vm-1 name:'x' ` as conditions list machines. */
function vmOfItem(item: string): string {
  return /name:'([^']*)'/.exec(item)?.[1] ?? /id:(\S+)/.exec(item)?.[1] ?? item.trim();
}

const levels: Readonly<Record<string, Finding['level']>> = { Critical: 'block', Error: 'block', Warn: 'warn' };

/** What blocks, then what warns. */
export function findingsOf(conditions: readonly Condition[]): Finding[] {
  const findings = conditions.flatMap((condition) => {
    const level = levels[condition.category ?? ''];
    if (condition.status !== 'True' || level === undefined) return [];
    const vms = (condition.items ?? []).map(vmOfItem);
    return [{ type: condition.type, level, message: conditionMessage(condition), vms }];
  });
  return [...findings.filter(({ level }) => level === 'block'), ...findings.filter(({ level }) => level === 'warn')];
}
