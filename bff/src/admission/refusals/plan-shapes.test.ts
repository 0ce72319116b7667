import { describe, expect, it } from 'vitest';
import type { Plan, PlanSpec } from '../../api/generated/plan.ts';
import type { Provider } from '../../api/generated/provider.ts';
import { planShapes } from './plan-shapes.ts';

function providerOf(type: string, url?: string): Provider {
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Provider',
    metadata: { name: type, namespace: 'migrations' },
    spec: { type, secret: {}, ...(url !== undefined && { url }) },
  };
}

function refusalsOf(
  source: Provider | undefined,
  spec: Partial<PlanSpec>,
  { destination = providerOf('openshift'), provisioner = 'csi.example.com' } = {},
): string[] {
  const references = { source, destination, hooks: [] };
  const plan: Plan = {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Plan',
    metadata: { name: 'spring', namespace: 'migrations' },
    spec: {
      targetNamespace: 'prod',
      provider: { source: {}, destination: {} },
      map: { network: {}, storage: {} },
      vms: [],
      ...spec,
    },
  };
  const storageClasses = [
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'class' }, provisioner },
  ];
  return planShapes.flatMap((judge) => judge({ plan, references, storageClasses }) ?? []);
}

const locked = { vms: [{ id: 'vm-1', luks: { name: 'keys' } }] };
const byHand = { provisioner: 'kubernetes.io/no-provisioner' };
const far = providerOf('openshift', 'https://far.test:6443');

describe('a plan is refused whoever asks', () => {
  it.each<[string, string[], string | undefined]>([
    ['warm from OpenStack', refusalsOf(providerOf('openstack'), { warm: true }), 'has no warm migration'],
    ['of type warm from OpenStack', refusalsOf(providerOf('openstack'), { type: 'warm' }), 'has no warm migration'],
    ['warm from vSphere', refusalsOf(providerOf('vsphere'), { warm: true }), undefined],
    ['cold from OpenStack', refusalsOf(providerOf('openstack'), {}), undefined],
    ['keys for oVirt', refusalsOf(providerOf('ovirt'), locked), 'keys are used with vSphere and OVA'],
    ['keys for vSphere', refusalsOf(providerOf('vsphere'), locked), undefined],
    ['keys for an OVA', refusalsOf(providerOf('ova'), locked), undefined],
    ['keys for a source that is not there yet', refusalsOf(undefined, locked), undefined],
    ['volumes by hand, cold from vSphere to here', refusalsOf(providerOf('vsphere'), {}, byHand), undefined],
    ['volumes by hand, warm', refusalsOf(providerOf('vsphere'), { warm: true }, byHand), 'makes no volumes by itself'],
    ['volumes by hand, from oVirt', refusalsOf(providerOf('ovirt'), {}, byHand), 'makes no volumes by itself'],
    [
      'volumes by hand, to another cluster',
      refusalsOf(providerOf('vsphere'), {}, { ...byHand, destination: far }),
      'makes no volumes by itself',
    ],
  ])('%s', (_, refusals, words) => {
    expect(refusals).toEqual(words === undefined ? [] : [expect.stringContaining(words)]);
  });
});
