import { InvalidInputError } from '../../platform/errors.ts';
import type { CollectionList, Entry, Resource } from './provider-view.ts';

/** What the query of a request says, in MTV's parameters; others are ignored. */
export interface ListRequest {
  readonly detail: number;
  readonly name: string;
  readonly namespace: string;
  readonly limit: number;
  readonly offset: number;
}

export const fullDetail = 9;
const longestName = 4096;

/** Throws InvalidInputError for numbers that are none. */
export function listRequest(query: URLSearchParams): ListRequest {
  const text = (name: string) => query.get(name) ?? '';
  return {
    detail: text('detail').toLowerCase() === 'all' ? fullDetail : wholeNumber('detail', text('detail'), 0),
    name: text('name').slice(0, longestName),
    namespace: text('namespace'),
    limit: wholeNumber('limit', text('limit'), Number.MAX_SAFE_INTEGER),
    offset: wholeNumber('offset', text('offset'), 0),
  };
}

function wholeNumber(name: string, text: string, otherwise: number): number {
  if (text === '') return otherwise;
  if (!/^\d{1,15}$/.test(text)) throw new InvalidInputError(`${name} must be a whole number.`);
  return Number(text);
}

/** The page that was asked for. */
export function listed(entries: readonly Entry[], list: CollectionList, request: ListRequest): readonly Resource[] {
  const { name, namespace, offset, limit } = request;
  const named = (entry: Entry) =>
    name.includes('/') ? lastOf(name) === entry.name && list.answersTo(entry.path, name) : name === entry.name;
  const detail = list.detail ?? request.detail;
  return entries
    .filter((entry) => list.lists?.(entry) ?? true)
    .filter((entry) => name === '' || named(entry))
    .filter((entry) => namespace === '' || entry.namespace === undefined || entry.namespace === namespace)
    .slice(offset, offset + limit)
    .map((entry) => entry.shown(detail));
}

const parts = (path: string): readonly string[] => path.replace(/^\/+/, '').split('/');
const lastOf = (path: string): string => parts(path).at(-1) ?? '';

/** Whether the path ends with the name's parts. */
export function endsWith(path: string, name: string): boolean {
  const [whole, tail] = [parts(path), parts(name)];
  return tail.length <= whole.length && tail.every((part, index) => part === whole.at(index - tail.length));
}

/** Whether path and name begin at the same place, as in MTV; what is between is not compared. */
export function sameRoot(path: string, name: string): boolean {
  return parts(path)[0] === parts(name)[0];
}
