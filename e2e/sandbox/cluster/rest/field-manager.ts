import { header } from '../../wire.ts';
import { invalid } from '../status-error.ts';
import type { Cause } from '../status-error.ts';
import type { Exchange } from './exchange.ts';

const LONGEST_MANAGER = 128;
const OPTIONS: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
};

function managerProblem(manager: string): Cause | undefined {
  const field = 'fieldManager';
  if (manager.length > LONGEST_MANAGER)
    return {
      reason: 'FieldValueTooLong',
      field,
      message: `Too long: may not be more than ${LONGEST_MANAGER} bytes`,
    };
  const at = manager.search(/\p{C}/u);
  if (at === -1) return undefined;
  const code = (manager.codePointAt(at) ?? 0).toString(16);
  return {
    reason: 'FieldValueInvalid',
    field,
    message: `Invalid value: "\\x${code.padStart(2, '0')}": invalid character U+${code.toUpperCase().padStart(4, '0')} (at position ${at})`,
  };
}

/** Whom managedFields names: who the query says, else the program that asks. Throws 422. */
export function fieldManager(exchange: Exchange): string {
  const { query, request } = exchange;
  const asked = query.get('fieldManager') ?? '';
  const problem = managerProblem(asked);
  if (problem !== undefined) throw refused(exchange, problem);
  return asked === '' ? (header(request, 'user-agent')?.split('/')[0] ?? 'unknown') : asked;
}

/** What only an apply may say and what it has to. Throws 422. */
export function applyOptions(exchange: Exchange, asked: 'apply' | 'patch'): { readonly force: boolean } {
  const { query } = exchange;
  const force = query.get('force');
  if (asked === 'patch' && force !== null)
    throw refused(exchange, {
      reason: 'FieldValueForbidden',
      field: 'force',
      message: 'Forbidden: may not be specified for non-apply patch',
    });
  if (asked === 'apply' && (query.get('fieldManager') ?? '') === '')
    throw refused(exchange, {
      reason: 'FieldValueRequired',
      field: 'fieldManager',
      message: 'Required value: is required for apply patch',
    });
  return { force: force === 'true' || force === '1' };
}

function refused({ request }: Exchange, cause: Cause): Error {
  const kind = OPTIONS[request.method] ?? 'CreateOptions';
  return invalid({ group: 'meta.k8s.io', plural: 'options', kind }, '', [cause]);
}
