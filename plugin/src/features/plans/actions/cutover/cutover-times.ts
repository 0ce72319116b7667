import type { CutoverTime } from '@gantry/bff/api/http/plan-actions.ts';

/** New times of single VMs, by id. */
export type CutoverTimes = ReadonlyMap<string, CutoverTime>;

export interface CutoverGroup {
  readonly when: CutoverTime;
  readonly vms: readonly string[];
}

/** VMs with the same time are asked for together. */
export function cutoverGroups(times: CutoverTimes): readonly CutoverGroup[] {
  const groups = new Map<string, { readonly when: CutoverTime; readonly vms: string[] }>();
  for (const [id, when] of times) {
    const text = JSON.stringify(when);
    const group = groups.get(text) ?? { when, vms: [] };
    group.vms.push(id);
    groups.set(text, group);
  }
  return [...groups.values()];
}
