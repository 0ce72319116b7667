import type { FaultAction, FaultRule } from './faults.ts';
import type { JsonObject } from './json.ts';
import { isObject, objectAt, textAt } from './json.ts';
import { badRequest } from './status-error.ts';

const PARTS = ['method', 'path', 'verb', 'resource', 'subresource', 'namespace', 'name', 'user'] as const;

function count(json: JsonObject, field: string): number | undefined {
  const value = json[field];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || value < 0) throw badRequest(`${field} must be a number of at least 0`);
  return value;
}

function parseAction(json: JsonObject | undefined): FaultAction {
  if (json === undefined) throw badRequest('action is required');
  const type = textAt(json, 'type');
  switch (type) {
    case 'status': {
      const [reason, message] = [textAt(json, 'reason'), textAt(json, 'message')];
      const retryAfterSeconds = count(json, 'retryAfterSeconds');
      return {
        type,
        code: count(json, 'code') ?? 500,
        ...(reason === undefined ? {} : { reason }),
        ...(message === undefined ? {} : { message }),
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      };
    }
    case 'drop':
      return { type, when: textAt(json, 'when') === 'after' ? 'after' : 'before' };
    case 'delay':
      return { type, ms: count(json, 'ms') ?? 0 };
    case 'cut-watch':
      return { type, afterMs: count(json, 'afterMs') ?? 0 };
    case 'expire-watch':
      return { type };
    case 'stale':
      return { type, revision: count(json, 'revision') ?? 0 };
    default:
      throw badRequest('action.type must be one of status, drop, delay, cut-watch, expire-watch, stale');
  }
}

/** Reads a rule that came over HTTP; 400 where it is none. */
export function parseFaultRule(json: unknown): FaultRule {
  if (!isObject(json)) throw badRequest('a fault rule is an object');
  const match: Partial<Record<(typeof PARTS)[number], string>> = {};
  for (const part of PARTS) {
    const value = textAt(json, 'match', part);
    if (value !== undefined) match[part] = value;
  }
  const [after, times] = [count(json, 'after'), count(json, 'times')];
  return {
    match,
    action: parseAction(objectAt(json, 'action')),
    ...(after === undefined ? {} : { after }),
    ...(times === undefined ? {} : { times }),
  };
}
