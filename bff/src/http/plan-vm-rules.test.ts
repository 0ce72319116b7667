import { expect, it } from 'vitest';
import type { VmRow } from '../api/http/plan-machines.ts';
import { vmFilter } from '../api/http/shapes.ts';
import { matchingVms } from './plan-vm-rules.ts';

function vm(name: string, state: VmRow['state'], host: string): VmRow {
  return {
    id: name,
    name,
    state,
    host,
    message: { code: state, parameters: {}, text: state },
    steps: [],
    source: { power: 'On', handling: 'untouched' },
    attempt: 1,
  };
}

const rows = [vm('web-01', 'Queued', 'esx-01'), vm('web-02', 'Failed', 'esx-02'), vm('db-01', 'Stalled', 'esx-02')];

it.each([
  ['nothing: all', {}, ['web-01', 'web-02', 'db-01']],
  ['a name, in any case', { search: 'WEB' }, ['web-01', 'web-02']],
  ['states', { status: 'Failed,Stalled' }, ['web-02', 'db-01']],
  ['a host and a name', { host: 'esx-02', search: 'web' }, ['web-02']],
  ['what needs attention', { attention: 'only' }, ['web-02', 'db-01']],
])('a filter for %s', (_, filter, names) => {
  expect(matchingVms(rows, vmFilter.parse(filter)).map(({ name }) => name)).toEqual(names);
});
