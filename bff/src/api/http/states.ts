import { z } from 'zod';

/** Plan states in order of precedence (ux.md §4.1); the service computes them once for every view. */
export const planState = z.enum([
  'Deleting',
  'Archiving',
  'Archived',
  'SourceNotPoweredOn',
  'Canceling',
  'Paused',
  'CutoverDue',
  'Running',
  'Queued',
  'StartScheduled',
  'CutoverScheduled',
  'WaitingForCutover',
  'Succeeded',
  'SucceededWithWarnings',
  'PartlySucceeded',
  'Failed',
  'Canceled',
  'NotReady',
  'Checking',
  'Ready',
  'ReadyWithWarnings',
]);
export type PlanState = z.infer<typeof planState>;

/** States of a VM in a plan (ux.md §4.2). */
export const vmState = z.enum([
  'NotStarted',
  'Queued',
  'Preparing',
  'RunningHook',
  'ShuttingDownSource',
  'AllocatingDisks',
  'TakingSnapshot',
  'InspectingGuest',
  'CopyingDisks',
  'Stalled',
  'ReadyForCutover',
  'CutoverScheduled',
  'CutoverDue',
  'CopyingFinalChanges',
  'ConvertingGuest',
  'CreatingVm',
  'RemovingSnapshots',
  'Canceling',
  'RestoringSourcePower',
  'SourceNotPoweredOn',
  'Succeeded',
  'SucceededWithWarnings',
  'Failed',
  'Canceled',
]);
export type VmState = z.infer<typeof vmState>;

export const mapState = z.enum(['Checking', 'Ready', 'ReadyWithWarnings', 'NotReady', 'Deleting']);
export type MapState = z.infer<typeof mapState>;

export const hookState = z.enum(['Checking', 'Ready', 'NotReady', 'Deleting']);
export type HookState = z.infer<typeof hookState>;

/** Provider states (ux.md §4.3). */
export const providerState = z.enum([
  'Connecting',
  'ReadingInventory',
  'Ready',
  'ReadyNotVerified',
  'ReadyRightsMissing',
  'SignInFailed',
  'CertificateChanged',
  'Unreachable',
  'NotValid',
  'Deleting',
]);
export type ProviderState = z.infer<typeof providerState>;
