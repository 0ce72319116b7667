import type { ComponentType } from 'react';
import type { MapState, PlanState, ProviderState, HookState, VmState } from '@gantry/bff/api/http/states.ts';
import {
  ArchiveIcon,
  BanIcon,
  CheckCircleIcon,
  DisconnectedIcon,
  ExclamationCircleIcon,
  ExclamationTriangleIcon,
  InProgressIcon,
  LockIcon,
  NotStartedIcon,
  OutlinedCalendarAltIcon,
  PauseCircleIcon,
  PendingIcon,
  PowerOffIcon,
} from '@patternfly/react-icons';
import { key } from '../i18n.ts';

/** Blue means that work is happening now, grey that nothing is (ux.md §4). */
export interface Appearance {
  readonly label: string;
  readonly tone: 'success' | 'warning' | 'danger' | 'blue' | 'grey';
  readonly icon: ComponentType;
}

const ok = (label: string): Appearance => ({ label, tone: 'success', icon: CheckCircleIcon });
const warned = (label: string): Appearance => ({ label, tone: 'warning', icon: ExclamationTriangleIcon });
const bad = (label: string): Appearance => ({ label, tone: 'danger', icon: ExclamationCircleIcon });
const working = (label: string): Appearance => ({ label, tone: 'blue', icon: InProgressIcon });
const waiting = (label: string): Appearance => ({ label, tone: 'grey', icon: PendingIcon });
const scheduled: Appearance = { label: key('Cutover scheduled'), tone: 'grey', icon: OutlinedCalendarAltIcon };
const canceled: Appearance = { label: key('Canceled'), tone: 'grey', icon: BanIcon };

export const planAppearance: Readonly<Record<PlanState, Appearance>> = {
  Deleting: { ...waiting(key('Deleting')), icon: InProgressIcon },
  Archiving: { ...waiting(key('Archiving')), icon: InProgressIcon },
  Archived: { label: key('Archived'), tone: 'grey', icon: ArchiveIcon },
  SourceNotPoweredOn: bad(key('Source not powered on')),
  Canceling: working(key('Canceling')),
  Paused: { label: key('Paused'), tone: 'grey', icon: PauseCircleIcon },
  CutoverDue: warned(key('Cutover due')),
  Running: working(key('Running')),
  Queued: waiting(key('Queued')),
  StartScheduled: { label: key('Start scheduled'), tone: 'grey', icon: OutlinedCalendarAltIcon },
  CutoverScheduled: scheduled,
  WaitingForCutover: { label: key('Waiting for cutover'), tone: 'grey', icon: PauseCircleIcon },
  Succeeded: ok(key('Succeeded')),
  SucceededWithWarnings: warned(key('Succeeded with warnings')),
  PartlySucceeded: warned(key('Partly succeeded')),
  Failed: bad(key('Failed')),
  Canceled: canceled,
  NotReady: bad(key('Not ready')),
  Checking: waiting(key('Checking')),
  Ready: ok(key('Ready')),
  ReadyWithWarnings: warned(key('Ready with warnings')),
};

export const vmAppearance: Readonly<Record<VmState, Appearance>> = {
  NotStarted: { label: key('Not started'), tone: 'grey', icon: NotStartedIcon },
  Queued: waiting(key('Queued')),
  Preparing: working(key('Preparing')),
  RunningHook: working(key('Running hook')),
  ShuttingDownSource: { label: key('Shutting down source'), tone: 'blue', icon: PowerOffIcon },
  AllocatingDisks: working(key('Allocating disks')),
  InspectingGuest: working(key('Inspecting guest')),
  TakingSnapshot: working(key('Taking snapshot')),
  CopyingDisks: working(key('Copying disks')),
  Stalled: warned(key('Stalled')),
  ReadyForCutover: { label: key('Ready for cutover'), tone: 'grey', icon: PauseCircleIcon },
  CutoverScheduled: scheduled,
  CutoverDue: warned(key('Cutover due')),
  CopyingFinalChanges: working(key('Copying final changes')),
  ConvertingGuest: working(key('Converting guest')),
  CreatingVm: working(key('Creating VM')),
  RemovingSnapshots: working(key('Removing snapshots')),
  Canceling: working(key('Canceling')),
  RestoringSourcePower: { label: key('Restoring source power'), tone: 'warning', icon: InProgressIcon },
  SourceNotPoweredOn: bad(key('Source not powered on')),
  Succeeded: ok(key('Succeeded')),
  SucceededWithWarnings: warned(key('Succeeded with warnings')),
  Failed: bad(key('Failed')),
  Canceled: canceled,
};

export const hookAppearance: Readonly<Record<HookState, Appearance>> = {
  Checking: waiting(key('Checking')),
  Ready: ok(key('Ready')),
  NotReady: bad(key('Not ready')),
  Deleting: { ...waiting(key('Deleting')), icon: InProgressIcon },
};

export const providerAppearance: Readonly<Record<ProviderState, Appearance>> = {
  Connecting: working(key('Connecting')),
  ReadingInventory: working(key('Reading inventory')),
  Ready: ok(key('Ready')),
  ReadyNotVerified: warned(key('Ready, not verified')),
  ReadyRightsMissing: warned(key('Ready, rights missing')),
  SignInFailed: { label: key('Sign-in failed'), tone: 'danger', icon: LockIcon },
  CertificateChanged: bad(key('Certificate changed')),
  Unreachable: { label: key('Unreachable'), tone: 'danger', icon: DisconnectedIcon },
  NotValid: bad(key('Not valid')),
  Deleting: { ...waiting(key('Deleting')), icon: InProgressIcon },
};

export const mapAppearance: Readonly<Record<MapState, Appearance>> = {
  Checking: waiting(key('Checking')),
  Ready: ok(key('Ready')),
  ReadyWithWarnings: warned(key('Ready with warnings')),
  NotReady: bad(key('Not ready')),
  Deleting: { ...waiting(key('Deleting')), icon: InProgressIcon },
};
