import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Column, ResourceType } from '../resource-type.ts';

/** A duration as kubectl's AGE column shows it. */
export function age(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 120) return `${Math.max(0, seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  if (days < 730) return `${days}d`;
  return `${Math.floor(days / 365)}y`;
}

export function ageOf(time: unknown, now: number): string {
  return typeof time === 'string' && time !== '' ? age(now - Date.parse(time)) : '<unknown>';
}

const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object, unique within its kind and namespace.',
  cell: (object) => object.metadata.name,
};
const AGE: Column = {
  name: 'Age',
  type: 'date',
  description: 'Time since the object was created.',
  cell: (object) => object.metadata.creationTimestamp,
};
/** What a kind shows that says nothing else. */
const CREATED: Column = {
  ...AGE,
  name: 'Age',
  type: 'string',
  cell: (object, now) => ageOf(object.metadata.creationTimestamp, now),
};

function columnsOf(type: ResourceType): readonly Column[] {
  if (type.columns === undefined) return [NAME, type.custom ? AGE : CREATED];
  return [NAME, ...type.columns];
}

export function columnDefinitions(type: ResourceType): JsonObject[] {
  return columnsOf(type).map(({ name, type: cellType, format, description, priority }) => ({
    name,
    type: cellType,
    format: format ?? '',
    description: description ?? '',
    priority: priority ?? 0,
  }));
}

function cellValue(column: Column, object: KubeObject, now: number): unknown {
  const value = column.cell(object, now);
  if (value === undefined || value === null) return null;
  if (column.type === 'date') return ageOf(value, now);
  if (column.type === 'string' && typeof value === 'object') return JSON.stringify(value);
  return column.type === 'string' ? `${value as string | number | boolean}` : value;
}

export function tableRow(
  type: ResourceType,
  object: KubeObject,
  options: { readonly now: number; readonly includeObject: string | null },
): JsonObject {
  const cells = columnsOf(type).map((column) => cellValue(column, object, options.now));
  if (options.includeObject === 'None') return { cells };
  return {
    cells,
    object:
      options.includeObject === 'Object'
        ? object
        : { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
  };
}
