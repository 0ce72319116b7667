import type { Part, Shape } from './shape.ts';
import { partsOf } from './shape.ts';

/** `live` with what `applied` says; what it does not say stays. */
export function mergeApplied(live: unknown, applied: unknown, shape: Shape): unknown {
  if (applied === undefined) return live;
  const [left, right] = [partsOf(live, shape), partsOf(applied, shape)];
  if (live === undefined || left === undefined || right === undefined || left.size + right.size === 0) return applied;
  const steps = shape.list !== undefined && !isPlain(live, applied) ? mergedOrder(left, right) : allSteps(left, right);
  const merged = steps.map((step) => {
    const [one, other] = [left.get(step), right.get(step)];
    const part = other ?? one;
    return [step, part === undefined ? undefined : mergeApplied(one?.value, other?.value, part.shape)] as const;
  });
  return Array.isArray(live) || Array.isArray(applied)
    ? merged.map(([, item]) => item)
    : Object.fromEntries(merged.map(([step, value]) => [step.slice(2), value]));
}

type Parts = ReadonlyMap<string, Part>;

function isPlain(...values: readonly unknown[]): boolean {
  return !values.some(Array.isArray);
}

function allSteps(left: Parts, right: Parts): string[] {
  return [...new Set([...left.keys(), ...right.keys()])];
}

/** Items that both have stand in the order of `right`; those that only `left` has stay where they were among them. */
function mergedOrder(left: Parts, right: Parts): string[] {
  const shared = [...right.keys()].filter((step) => left.has(step));
  const waiting = [...right.keys()];
  const order: string[] = [];
  for (const step of left.keys()) {
    if (!right.has(step)) order.push(step);
    else if (step === shared[0]) {
      order.push(...waiting.splice(0, waiting.indexOf(step) + 1));
      shared.shift();
    }
  }
  return [...order, ...waiting];
}
