import { expect, test } from 'vitest';
import type { StorageTarget } from '../targets.ts';
import { modesOf } from './modes.ts';

const t = (key: string, blanks: Readonly<Record<string, unknown>> = {}) =>
  key.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name]));
const target = (storageClass: string, automatic?: StorageTarget['automatic']): StorageTarget => ({
  storageClass,
  provisioner: 'p',
  defaultForVms: false,
  default: false,
  bindingMode: 'Immediate',
  claims: [],
  ...(automatic !== undefined && { automatic }),
});
const offered = [
  target('ceph', { volumeMode: 'Block', accessModes: ['ReadWriteMany'], decidedBy: 'StorageProfile', cost: '' }),
  target('tape', {
    volumeMode: 'Filesystem',
    accessModes: ['ReadWriteOnce'],
    decidedBy: 'Default',
    cost: 'Nothing is known of p.',
  }),
  target('hands'),
];

test.each<[string, Parameters<typeof modesOf>[1], ReturnType<typeof modesOf>]>([
  [
    'as the class has them',
    { storageClass: 'ceph' },
    { text: 'Block, ReadWriteMany: live migration possible.', cost: '', isAssumed: false },
  ],
  [
    'partly chosen',
    { storageClass: 'ceph', accessMode: 'ReadWriteOnce' },
    { text: 'Block, ReadWriteOnce: no live migration.', cost: '', isAssumed: false },
  ],
  [
    'assumed, with what that costs',
    { storageClass: 'tape' },
    { text: 'Filesystem, ReadWriteOnce: no live migration.', cost: 'Nothing is known of p.', isAssumed: true },
  ],
  [
    'chosen where nobody knows any',
    { storageClass: 'tape', volumeMode: 'Block', accessMode: 'ReadWriteMany' },
    { text: 'Block, ReadWriteMany: live migration possible.', cost: '', isAssumed: false },
  ],
  [
    'to be chosen where volumes are made by hand',
    { storageClass: 'hands', volumeMode: 'Block' },
    { text: 'Volumes of this class are made by hand: choose their modes.', cost: '', isAssumed: true },
  ],
  [
    'chosen where volumes are made by hand',
    { storageClass: 'hands', volumeMode: 'Block', accessMode: 'ReadWriteOnce' },
    { text: 'Block, ReadWriteOnce: no live migration.', cost: '', isAssumed: false },
  ],
  ['of a class that is gone', { storageClass: 'gone' }, { text: '', cost: '', isAssumed: false }],
])('modes %s', (_case, destination, expected) => {
  expect(modesOf(t, destination, offered)).toEqual(expected);
});
