import { expect, test } from 'vitest';
import type { Claim } from '../api/kinds.ts';
import { annotation } from './annotations.ts';
import { dataVolumePhase } from './data-volume-status.ts';

interface Case {
  readonly claim: 'Pending' | 'Bound' | 'Lost';
  readonly pod?: string;
  readonly populated?: true;
  readonly awaitsConsumer?: true;
  readonly fatal?: true;
  readonly phase: string;
}

const cases: Case[] = [
  { claim: 'Pending', awaitsConsumer: true, populated: true, phase: 'PendingPopulation' },
  { claim: 'Pending', awaitsConsumer: true, phase: 'WaitForFirstConsumer' },
  { claim: 'Pending', phase: 'Pending' },
  { claim: 'Bound', phase: 'PVCBound' },
  { claim: 'Bound', pod: 'Pending', phase: 'ImportScheduled' },
  { claim: 'Bound', pod: 'Running', phase: 'ImportInProgress' },
  { claim: 'Pending', pod: 'Running', populated: true, phase: 'ImportInProgress' },
  { claim: 'Pending', pod: 'Succeeded', populated: true, phase: 'ImportInProgress' },
  { claim: 'Bound', pod: 'Succeeded', phase: 'Succeeded' },
  { claim: 'Lost', pod: 'Succeeded', phase: 'Failed' },
  { claim: 'Bound', pod: 'Running', fatal: true, phase: 'Failed' },
];

test.each(cases)('$claim, pod $pod, populated $populated, awaiting $awaitsConsumer → $phase', (given) => {
  const annotations = {
    ...(given.pod === undefined ? {} : { [annotation.podPhase]: given.pod }),
    ...(given.fatal ? { [annotation.fatalError]: 'checksum' } : {}),
  };
  const claim: Claim = {
    metadata: { name: 'disk', uid: 'uid', resourceVersion: '1', annotations },
    spec: {},
    status: { phase: given.claim },
  };
  const { populated = false, awaitsConsumer = false } = given;
  expect(dataVolumePhase({ claim, populated, awaitsConsumer, now: '' })).toBe(given.phase);
});
