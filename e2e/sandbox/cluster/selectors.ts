import { badRequest } from './status-error.ts';

export type LabelMatcher = (labels: Readonly<Record<string, string>> | undefined) => boolean;

interface Requirement {
  readonly key: string;
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  readonly values: readonly string[];
}

const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_PREFIX = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

export function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash === -1) return LABEL_NAME.test(key);
  const prefix = key.slice(0, slash);
  return prefix.length <= 253 && LABEL_PREFIX.test(prefix) && LABEL_NAME.test(key.slice(slash + 1));
}

export function isLabelValue(value: string): boolean {
  return LABEL_VALUE.test(value);
}

/** Parts between commas outside parentheses. */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index];
    if (letter === '(') depth++;
    else if (letter === ')') depth--;
    else if (letter === ',' && depth === 0) {
      terms.push(text.slice(start, index));
      start = index + 1;
    }
  }
  terms.push(text.slice(start));
  return terms.map((term) => term.trim());
}

const SET_TERM = /^([^\s!=()]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const EQUALITY_TERM = /^([^\s!=()]+)\s*(==|=|!=)\s*([^\s!=()]*)$/;
const ORDER_TERM = /^([^\s!=()<>]+)\s*([<>])\s*(-?\d+)$/;
const EXISTENCE_TERM = /^(!?)\s*([^\s!=()<>]+)$/;

function parseTerm(term: string): Requirement | undefined {
  const set = SET_TERM.exec(term);
  if (set) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'in' : 'notin', values };
  }
  const equality = EQUALITY_TERM.exec(term);
  if (equality)
    return { key: equality[1] ?? '', operator: equality[2] === '!=' ? '!=' : '=', values: [equality[3] ?? ''] };
  const order = ORDER_TERM.exec(term);
  if (order) return { key: order[1] ?? '', operator: order[2] === '<' ? '<' : '>', values: [order[3] ?? ''] };
  const existence = EXISTENCE_TERM.exec(term);
  return existence
    ? { key: existence[2] ?? '', operator: existence[1] === '!' ? '!' : 'exists', values: [] }
    : undefined;
}

function inOrder(value: string | undefined, { operator, values }: Requirement): boolean {
  if (value === undefined || !/^-?\d+$/.test(value)) return false;
  return operator === '<' ? Number(value) < Number(values[0]) : Number(value) > Number(values[0]);
}

function satisfied(requirement: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case '=':
    case 'in':
      return value !== undefined && requirement.values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !requirement.values.includes(value);
    case 'exists':
      return value !== undefined;
    case '>':
    case '<':
      return inOrder(value, requirement);
    case '!':
      return value === undefined;
  }
}

function unparsable(term: string): Error {
  const words = term.split(/\s+/);
  const second = words[1];
  return badRequest(
    second === undefined
      ? `unable to parse requirement: found '${term}', expected: identifier`
      : `unable to parse requirement: found '${second}', expected: in, notin, =, ==, !=, gt, lt`,
  );
}

/** Throws 400 for text that is no selector. */
export function parseLabelSelector(text: string): LabelMatcher {
  if (text.trim() === '') return () => true;
  const requirements = splitTerms(text).map((term) => {
    const requirement = parseTerm(term);
    if (requirement === undefined) throw unparsable(term);
    if (!isLabelKey(requirement.key))
      throw badRequest(
        `unable to parse requirement: <nil>: Invalid value: "${requirement.key}": name part must consist of alphanumeric characters, '-', '_' or '.'`,
      );
    const bad = requirement.values.find((value) => !isLabelValue(value));
    if (bad !== undefined)
      throw badRequest(
        `unable to parse requirement: values[0][${requirement.key}]: Invalid value: "${bad}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.'`,
      );
    return requirement;
  });
  return (labels) => requirements.every((requirement) => satisfied(requirement, labels ?? {}));
}

export interface FieldRequirement {
  readonly field: string;
  readonly equals: boolean;
  readonly value: string;
}

/** Throws 400 for text that is no field selector. */
export function parseFieldSelector(text: string): FieldRequirement[] {
  return text
    .split(',')
    .filter((term) => term !== '')
    .map((term) => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(term);
      if (!match) throw badRequest(`invalid field selector: invalid selector: '${text}'; can't understand '${term}'`);
      return { field: match[1] ?? '', equals: match[2] !== '!=', value: match[3] ?? '' };
    });
}
