import type { Priority } from '@gantry/bff/api/http/plan-schedule.ts';
import { key } from '../../../../shared/i18n.ts';

/** The first to be given slots stands first. */
export const priorities: readonly { readonly value: Priority; readonly label: string }[] = [
  { value: 'high', label: key('High') },
  { value: 'normal', label: key('Normal') },
  { value: 'low', label: key('Low') },
];

export function priorityLabel(priority: Priority): string {
  return priorities.find(({ value }) => value === priority)?.label ?? priority;
}
