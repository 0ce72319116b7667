import { expect, test } from 'vitest';
import { changedDraft, countDiffering, emptyDraft, type Draft, type DraftAction, type VmOptions } from './draft.ts';
import { inventoryVm } from './testing/samples.ts';

const start = emptyDraft({ project: 'migrations' });
const after = (...actions: readonly DraftAction[]): Draft => actions.reduce(changedDraft, start);
const chosen = (...ids: readonly string[]): DraftAction => ({
  type: 'vmsSelected',
  vms: ids.map((id) => inventoryVm(id)),
});

test('selecting again adds nothing, unselecting takes only what it names', () => {
  const draft = after(chosen('vm-1', 'vm-2'), chosen('vm-2', 'vm-3'), { type: 'vmsUnselected', ids: ['vm-1', 'vm-9'] });
  expect([...draft.vms.keys()]).toEqual(['vm-2', 'vm-3']);
});

test('a refresh updates what it found, marks what vanished and touches nothing that it did not ask for', () => {
  const draft = after(chosen('vm-1', 'vm-2', 'vm-3'), {
    type: 'vmsRefreshed',
    asked: ['vm-1', 'vm-2'],
    found: [inventoryVm('vm-1', { power: 'Off' })],
  });
  expect([...draft.vms].map(([id, { vm, presence }]) => [id, vm.power, presence])).toEqual([
    ['vm-1', 'Off', 'present'],
    ['vm-2', 'On', 'gone'],
    ['vm-3', 'On', 'present'],
  ]);
});

test('a refresh never selects, and a machine that came back is present again', () => {
  const draft = after(
    chosen('vm-1'),
    { type: 'vmsRefreshed', asked: ['vm-1'], found: [] },
    { type: 'vmsRefreshed', asked: ['vm-1'], found: [inventoryVm('vm-1'), inventoryVm('vm-7')] },
  );
  expect([...draft.vms].map(([id, { presence }]) => [id, presence])).toEqual([['vm-1', 'present']]);
});

test('another source clears the selection and both maps, and keeps the rest', () => {
  const draft = after(
    { type: 'generalChanged', change: { name: 'wave-1' } },
    chosen('vm-1'),
    { type: 'networkChosen', id: 'net-1', destination: { type: 'pod' } },
    { type: 'storageChosen', id: 'ds-1', destination: { storageClass: 'nfs' } },
    { type: 'optionsChanged', change: { guestConversion: 'rawCopy' } },
    { type: 'attempted', step: 'networks' },
    { type: 'sourceChanged', source: { namespace: 'migrations', name: 'vcenter-b' } },
  );
  expect([draft.vms.size, draft.networks.size, draft.storages.size, draft.attempts]).toEqual([0, 0, 0, {}]);
  expect([draft.general.name, draft.general.source?.name, draft.options.guestConversion]).toEqual([
    'wave-1',
    'vcenter-b',
    'rawCopy',
  ]);
});

test('switching the conversion keeps what was chosen for the other', () => {
  const draft = after(
    { type: 'optionsChanged', change: { guestConversion: 'rawCopy' } },
    { type: 'optionsChanged', change: { compatibilityDevices: false } },
    { type: 'optionsChanged', change: { guestConversion: 'convert' } },
    { type: 'optionsChanged', change: { guestConversion: 'rawCopy' } },
  );
  expect(draft.options).toMatchObject({ guestConversion: 'rawCopy', compatibilityDevices: false });
});

test('what is chosen for one VM is kept until it is taken back, and counts while the VM is selected', () => {
  const own = (id: string, change: VmOptions): DraftAction => ({ type: 'vmOptionsChanged', id, change });
  const draft = after(
    chosen('vm-1', 'vm-2', 'vm-3'),
    own('vm-1', { before: 'quiesce', precopyInterval: '15' }),
    own('vm-1', { after: null }),
    own('vm-2', { before: 'quiesce' }),
    own('vm-2', { before: undefined }),
    own('vm-3', { precopyInterval: '30' }),
    { type: 'vmsUnselected', ids: ['vm-3'] },
  );
  expect([...draft.vmOptions]).toEqual([
    ['vm-1', { before: 'quiesce', after: null, precopyInterval: '15' }],
    ['vm-3', { precopyInterval: '30' }],
  ]);
  expect(countDiffering(draft, ({ precopyInterval }) => precopyInterval !== undefined)).toBe(1);
});
