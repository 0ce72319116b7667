import type { ManagedFields } from '../object.ts';
import type { FieldSet } from './field-set.ts';
import { fromFieldsV1, isEmpty, toFieldsV1, union } from './field-set.ts';

/** One entry of managedFields, read. */
export interface Manager extends Omit<ManagedFields, 'fieldsType' | 'fieldsV1'> {
  readonly fields: FieldSet;
}

/** What makes two entries the same manager: whoever applies is one whatever the version. */
export function sameManager(a: Omit<Manager, 'fields' | 'time'>, b: Omit<Manager, 'fields' | 'time'>): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === 'Apply' || a.apiVersion === b.apiVersion)
  );
}

/** `undefined` where an entry is not what a server writes. */
export function readManagers(entries: readonly ManagedFields[]): Manager[] | undefined {
  const managers: Manager[] = [];
  for (const { fieldsType, fieldsV1, ...rest } of entries) {
    const fields = fromFieldsV1(fieldsV1);
    // Entries come from clients too.
    const known = (fieldsType as string) === 'FieldsV1' && ['Apply', 'Update'].includes(rest.operation);
    if (fields === undefined || !known) return undefined;
    managers.push({ ...rest, fields });
  }
  return managers;
}

/** More entries of updates than this are joined into one, the oldest first. */
const MOST_UPDATES = 10;
const JOINED = 'ancient-changes';

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareManagers(a: Manager, b: Manager): number {
  return (
    byText(a.operation, b.operation) ||
    byText(a.time ?? '', b.time ?? '') ||
    byText(a.manager, b.manager) ||
    byText(a.apiVersion, b.apiVersion) ||
    byText(a.subresource ?? '', b.subresource ?? '')
  );
}

function joinOldest(managers: readonly Manager[]): Manager[] {
  const sorted = managers.toSorted(compareManagers);
  const updates = sorted.filter(({ operation }) => operation === 'Update');
  const joined = updates.slice(0, Math.max(0, updates.length - MOST_UPDATES + 1));
  if (updates.length <= MOST_UPDATES) return sorted;
  const ancient = new Map<string, Manager>();
  for (const { apiVersion, time, fields } of joined) {
    const known = ancient.get(apiVersion);
    ancient.set(apiVersion, {
      manager: JOINED,
      operation: 'Update',
      apiVersion,
      ...(time === undefined ? {} : { time }),
      fields: known === undefined ? fields : union(known.fields, fields),
    });
  }
  const kept = sorted.filter((manager) => !joined.includes(manager));
  return [...ancient.values(), ...kept].toSorted(compareManagers);
}

/** As the server writes them; managers of nothing are left out. */
export function writeManagers(managers: readonly Manager[]): ManagedFields[] {
  const owning = managers.filter(({ fields }) => !isEmpty(fields));
  return joinOldest(owning).map(({ fields, subresource, ...rest }) => ({
    ...rest,
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(fields),
    ...(subresource === undefined ? {} : { subresource }),
  }));
}
