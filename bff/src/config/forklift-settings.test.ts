import { expect, test } from 'vitest';
import { forkliftSettings } from './forklift-settings.ts';

test.each<[string, unknown, object]>([
  ['numbers, as text or not', { controller_max_vm_inflight: '7', virt_v2v_smp: 4 }, { maxInFlight: 7, virtV2vSmp: 4 }],
  ['minutes', { controller_precopy_interval: '30' }, { precopyIntervalMs: 1_800_000 }],
  ['the field as MTV spells it', { controller_snapshot_removal_timeout_minuts: 5 }, { snapshotRemovalMs: 300_000 }],
  ['truths, as text or not', { wait_for_final_snapshot_consolidation: 'false' }, { waitForConsolidation: false }],
  ['what is said the other way round', { virt_v2v_dont_request_kvm: true }, { requestKvm: false }],
  ['texts', { controller_pvc_name_template: 'c-{{.DiskIndex}}' }, { pvcNameTemplate: 'c-{{.DiskIndex}}' }],
  ['nothing of what is not set', { controller_max_vm_inflight: '', virt_v2v_smp: null }, {}],
  ['nothing of what means nothing here', { feature_ui_plugin: 'true', constructor: 'x' }, {}],
  ['nothing where there is no spec', undefined, {}],
])('reads %s', (_name, spec, settings) => {
  expect(forkliftSettings(spec)).toEqual({ settings, unreadable: [], doubtful: [] });
});

test.each<[string, unknown]>([
  ['controller_max_vm_inflight', '0'],
  ['controller_max_vm_inflight', 'many'],
  ['controller_max_vm_inflight', -1],
  ['controller_precopy_interval', 1.5],
  ['controller_precopy_interval', '9'.repeat(20)],
  ['controller_filesystem_overhead', 100],
  ['wait_for_final_snapshot_consolidation', 'yes'],
  ['virt_v2v_extra_args', ['-v']],
  ['virt_v2v_extra_args', 'x'.repeat(5000)],
])('tells that %s cannot be %o', (field, value) => {
  expect(forkliftSettings({ [field]: value })).toMatchObject({ settings: {}, unreadable: [field] });
});

test('tells which setting is in doubt', () => {
  const { settings, doubtful } = forkliftSettings({ controller_max_vm_inflight: 'many', virt_v2v_smp: 4 });
  expect([settings, doubtful]).toEqual([{ virtV2vSmp: 4 }, ['maxInFlight']]);
});
