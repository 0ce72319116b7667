import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rightsOfService, rolesOfPeople, type RbacObject, type RightsList } from '@gantry/sandbox/rights.ts';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { oracle } from '../found.ts';
import { chart, plain, render, type Rendered } from './helm.ts';

const helm = oracle('helm');
const kinds = new Set(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);

/** What matters of each, by kind and name. */
function contents(objects: readonly (Rendered | RbacObject)[]) {
  return Object.fromEntries(
    objects
      .filter(({ kind }) => kinds.has(kind))
      .map((object) => {
        const { kind, metadata, rules, roleRef, subjects } = object as Rendered;
        const labels = Object.entries(metadata.labels ?? {}).filter(([name]) => name.includes('/aggregate-to-'));
        return [`${kind} ${metadata.name}`, { rules, roleRef, subjects, labels }];
      }),
  );
}

test.skipIf(helm === undefined)('the rights that suites grant are those that the chart grants', () => {
  const list = parse(readFileSync(join(chart, 'files/rights.yaml'), 'utf8')) as RightsList;
  const granted = [...rightsOfService(list, { name: 'gantry', namespace: 'gantry-system' }), ...rolesOfPeople(list)];
  expect(contents(granted)).toEqual(contents(render(helm ?? '', plain)));
  expect(granted.length).toBeGreaterThan(20);
});
