import type { WireRequest } from '../../wire.ts';
import type { Caller } from '../auth/caller.ts';
import type { FieldValidation } from '../decode.ts';
import type { JsonObject } from '../json.ts';
import { badRequest, invalid } from '../status-error.ts';

/** One authenticated request on its way to an answer. */
export interface Exchange {
  readonly request: WireRequest;
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly caller: Caller;
  /** Lines for the client's Warning headers. */
  readonly warnings: string[];
}

export function dryRunOf(query: URLSearchParams): boolean {
  const values = query.getAll('dryRun');
  const bad = values.find((value) => value !== 'All');
  if (bad !== undefined)
    throw invalid({ group: 'meta.k8s.io', plural: 'options', kind: 'CreateOptions' }, '', [
      {
        reason: 'FieldValueNotSupported',
        field: 'dryRun',
        message: `Unsupported value: ${JSON.stringify(values)}: supported values: "All"`,
      },
    ]);
  return values.length > 0;
}

/** What a create, update or patch asks for besides its body, as webhooks are told. */
export function optionsOf(query: URLSearchParams): JsonObject {
  const [fieldManager, fieldValidation] = [query.get('fieldManager'), query.get('fieldValidation')];
  return {
    ...(query.has('dryRun') ? { dryRun: query.getAll('dryRun') } : {}),
    ...(fieldManager === null ? {} : { fieldManager }),
    ...(fieldValidation === null ? {} : { fieldValidation }),
  };
}

const VALIDATIONS: readonly FieldValidation[] = ['Strict', 'Warn', 'Ignore'];

export function fieldValidationOf(query: URLSearchParams): FieldValidation {
  const asked = query.get('fieldValidation') ?? '';
  if (asked === '') return 'Warn';
  const found = VALIDATIONS.find((value) => value === asked);
  if (found === undefined)
    throw invalid({ group: 'meta.k8s.io', plural: 'options', kind: 'CreateOptions' }, '', [
      {
        reason: 'FieldValueNotSupported',
        field: 'fieldValidation',
        message: `Unsupported value: "${asked}": supported values: "Ignore", "Strict", "Warn"`,
      },
    ]);
  return found;
}

export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}
