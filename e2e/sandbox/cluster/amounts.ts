import type { JsonObject } from './json.ts';
import { objectAt, objectsAt, textAt } from './json.ts';
import { formatQuantity, parseQuantity } from '../quantity.ts';
import { badRequest } from './status-error.ts';

/** Amounts by resource name, in billionths. */
export type Amounts = Map<string, bigint>;

export function amountsOf(map: JsonObject | undefined): Amounts {
  const amounts: Amounts = new Map();
  for (const [name, text] of Object.entries(map ?? {})) {
    const amount = parseQuantity(text);
    if (amount !== undefined) amounts.set(name, amount);
  }
  return amounts;
}

export function addAmounts(to: Amounts, more: Amounts): void {
  for (const [name, amount] of more) to.set(name, (to.get(name) ?? 0n) + amount);
}

function atLeast(to: Amounts, other: Amounts): void {
  for (const [name, amount] of other) if (amount > (to.get(name) ?? 0n)) to.set(name, amount);
}

/** What a pod asks for or is limited to: the sum of its containers, or the largest of those that run first. */
export function podAmounts(pod: { readonly spec?: unknown }, which: 'requests' | 'limits'): Amounts {
  const total: Amounts = new Map();
  for (const container of objectsAt(pod.spec, 'containers'))
    addAmounts(total, amountsOf(objectAt(container, 'resources', which)));
  for (const container of objectsAt(pod.spec, 'initContainers')) {
    const amounts = amountsOf(objectAt(container, 'resources', which));
    if (textAt(container, 'restartPolicy') === 'Always') addAmounts(total, amounts);
    else atLeast(total, amounts);
  }
  return total;
}

const MALFORMED = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** Writes amounts in their shortest form, in place. Throws 400 for what is no amount. */
export function normaliseAmounts(amounts: JsonObject | undefined): void {
  for (const [name, value] of Object.entries(amounts ?? {})) {
    const amount = parseQuantity(value);
    if (amount === undefined || amounts === undefined) throw badRequest(MALFORMED);
    if (typeof value === 'number' || (typeof value === 'string' && /^\d+(?:[KMGTPE]i|[kMGTPE])?$/.test(value)))
      amounts[name] = formatQuantity(amount, typeof value === 'string' && value.endsWith('i') ? 'Ki' : 'k');
  }
}
