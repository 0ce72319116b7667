import { describe, expect, test } from 'vitest';
import type { PersistentVolumeClaim, ResourceQuota } from '../../api/kinds/core.ts';
import { quantity } from './quantity.ts';
import { demand, shortage } from './quota.ts';

test.each([
  ['1', 1],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['100m', 0.1],
  ['2k', 2000],
  ['1e3', 1000],
  ['', Number.NaN],
  ['12Qi', Number.NaN],
])('quantity %s', (text, expected) => {
  expect(quantity(text)).toBe(expected);
});

function claim(storage: string, storageClassName = 'ceph'): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'c', namespace: 'prod' },
    spec: { storageClassName, resources: { requests: { storage } } },
  };
}

function quota(hard: Record<string, string>, used: Record<string, string>): ResourceQuota {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q', namespace: 'prod' },
    status: { hard, used },
  };
}

describe('shortage of two claims of 40 GiB', () => {
  const wanted = demand([claim('40Gi'), claim('40Gi')]);
  test.each<[string, Record<string, string>, Record<string, string>, string | undefined]>([
    ['no limit on storage', { pods: '1' }, {}, undefined],
    ['enough left', { 'requests.storage': '100Gi' }, { 'requests.storage': '20Gi' }, undefined],
    [
      'enough for each but not for both',
      { 'requests.storage': '60Gi' },
      {},
      'quota q has 60.0 GiB of requests.storage left, 80.0 GiB are needed',
    ],
    [
      'too many claims',
      { persistentvolumeclaims: '3' },
      { persistentvolumeclaims: '2' },
      'quota q has 1 of persistentvolumeclaims left, 2 are needed',
    ],
    [
      'too much of the class',
      { 'ceph.storageclass.storage.k8s.io/requests.storage': '1Gi' },
      {},
      'quota q has 1.0 GiB of ceph.storageclass.storage.k8s.io/requests.storage left, 80.0 GiB are needed',
    ],
    ['too much of another class', { 'nfs.storageclass.storage.k8s.io/requests.storage': '1Gi' }, {}, undefined],
  ])('%s', (_name, hard, used, expected) => {
    expect(shortage(wanted, [quota(hard, used)])).toBe(expected);
  });
});

test.each<[string, number, string | undefined]>([
  ['a machine that will not run', 0, undefined],
  ['a machine that fits', 2 * 2 ** 30, undefined],
  ['a machine that would not start', 8 * 2 ** 30, 'quota q has 4.0 GiB of requests.memory left, 8.0 GiB are needed'],
])('memory of %s', (_name, memoryBytes, expected) => {
  const quotas = [quota({ 'requests.memory': '6Gi' }, { 'requests.memory': '2Gi' })];
  expect(shortage(demand([claim('1Gi')], memoryBytes), quotas)).toBe(expected);
});
