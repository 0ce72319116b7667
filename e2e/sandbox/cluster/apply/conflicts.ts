import { StatusError } from '../status-error.ts';
import type { FieldSet } from './field-set.ts';
import { pathText, pathsOf } from './field-set.ts';
import type { Manager } from './managers.ts';

/** Fields that another manager owns and that an apply would change. */
export interface Conflict {
  readonly manager: Manager;
  readonly fields: FieldSet;
}

function nameOf({ manager, operation, apiVersion, subresource }: Manager): string {
  const within = subresource === undefined ? '' : ` with subresource "${subresource}"`;
  return `"${manager}"${within}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}

/** 409, with a cause for each field. */
export function applyConflict(conflicts: readonly Conflict[]): StatusError {
  const named = conflicts
    .map(({ manager, fields }) => ({ name: nameOf(manager), paths: pathsOf(fields).map(pathText) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const causes = named.flatMap(({ name, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${name}`, field })),
  );
  const [first] = causes;
  const text =
    causes.length === 1 && first !== undefined
      ? `1 conflict: ${first.message}: ${first.field}`
      : `${causes.length} conflicts: ${named
          .map(({ name, paths }) => [`conflicts with ${name}:`, ...paths.map((path) => `- ${path}`)].join('\n'))
          .join('\n')}`;
  return new StatusError({ code: 409, reason: 'Conflict', message: `Apply failed with ${text}`, details: { causes } });
}
