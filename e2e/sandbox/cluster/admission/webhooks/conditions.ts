import { Environment } from '@marcbachmann/cel-js';
import type { JsonObject } from '../../json.ts';
import { isObject } from '../../json.ts';

/** What a match condition may speak of. The authorizer is not there. */
const environment = new Environment({ unlistedVariablesAreDyn: false, enableOptionalTypes: true })
  .registerVariable('object', 'dyn')
  .registerVariable('oldObject', 'dyn')
  .registerVariable('request', 'dyn');

const parsed = new Map<string, ReturnType<typeof environment.parse>>();

function parse(expression: string): ReturnType<typeof environment.parse> {
  const found = parsed.get(expression) ?? environment.parse(expression);
  parsed.set(expression, found);
  return found;
}

/** What is wrong with an expression, or `undefined`. */
export function conditionProblem(expression: string): string | undefined {
  try {
    const { valid, type, error } = parse(expression).check();
    if (!valid) return `compilation failed: ERROR: ${error?.message ?? 'unknown'}`;
    return type === 'bool' || type === 'dyn' ? undefined : `must evaluate to bool but got ${String(type)}`;
  } catch (error) {
    return `compilation failed: ERROR: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Throws an Error of one line where the expression cannot be evaluated. */
export function conditionHolds(expression: string, variables: JsonObject): boolean {
  const context = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, celValue(value)]));
  try {
    return parse(expression)(context) === true;
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(`${line.charAt(0).toLowerCase()}${line.slice(1)}`, { cause: error });
  }
}

/** Whole numbers of JSON are integers of CEL. */
function celValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(celValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, celValue(inner)]));
}
