import { expect, test } from 'vitest';
import type { ContainerStatus, Pod } from '../../api/kinds/core.ts';
import { mayHaveBegun } from './may-have-begun.ts';

type Phase = NonNullable<Pod['status']>['phase'];

function pod(phase: Phase, container?: Partial<ContainerStatus>): Pod {
  const containerStatuses = container && [{ name: 'virt-v2v', restartCount: 0, ...container }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod' },
    spec: { containers: [{ name: 'virt-v2v', image: 'x' }] },
    status: { ...(phase && { phase }), ...(containerStatuses && { containerStatuses }) },
  };
}

const unknown = { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } };

test.each<[string, Pod, boolean]>([
  ['a pod that nobody has looked at', pod(undefined), false],
  ['a pod without a node', pod('Pending'), false],
  ['an image that cannot be pulled', pod('Pending', { state: { waiting: { reason: 'ImagePullBackOff' } } }), false],
  ['a container that was made', pod('Pending', { containerID: 'cri-o://1' }), true],
  ['a container that runs', pod('Running', { state: { running: {} } }), true],
  ['a pod that runs, of which no more is said', pod('Running'), true],
  ['a pod that was stopped before it began', pod('Failed', { state: unknown }), false],
  ['a pod that was stopped after it began', pod('Failed', { containerID: 'cri-o://1', state: unknown }), true],
  [
    'a conversion that failed',
    pod('Failed', { state: { terminated: { exitCode: 1, startedAt: '2026-01-01T00:00:00Z' } } }),
    true,
  ],
  ['one that was started again', pod('Pending', { restartCount: 1 }), true],
  ['a pod that failed, of which no more is said', pod('Failed'), true],
  ['a pod that has ended', pod('Succeeded'), true],
])('%s', (_name, given, expected) => {
  expect(mayHaveBegun(given)).toBe(expected);
});
