import { loop, type Pipeline } from '../../pipeline/compile.ts';
import type { Step } from '../../pipeline/step.ts';
import type { MachineScope } from '../scope.ts';
import { transferStage } from '../source/transfer.ts';
import { addCheckpoint, addFinalCheckpoint, createCheckpointedVolumes } from '../steps/add-checkpoint.ts';
import { adoptVolumes } from '../steps/adopt-volumes.ts';
import { allocateDisks } from '../steps/allocate-disks.ts';
import { commit } from '../steps/commit.ts';
import { completed } from '../steps/completed.ts';
import { convertGuest, convertGuestInPlace } from '../steps/convert-guest.ts';
import { copyCheckpoint, finalize } from '../steps/copy-checkpoint.ts';
import { copyDisksVirtV2v } from '../steps/copy-disks-virt-v2v.ts';
import { copyDisks } from '../steps/copy-disks.ts';
import { copyingPaused } from '../steps/copying-paused.ts';
import { createBlankVolumes, createImportVolumes } from '../steps/create-data-volumes.ts';
import { createGuestConversionPod, createInPlaceConversionPod } from '../steps/create-guest-conversion-pod.ts';
import { createFinalSnapshot, createInitialSnapshot, createSnapshot } from '../steps/create-snapshot.ts';
import { createVm } from '../steps/create-vm.ts';
import { powerOffSource } from '../steps/power-off-source.ts';
import {
  createTrackingSnapshot,
  enableChangeTracking,
  removeTrackingSnapshot,
  waitForTrackingSnapshot,
  waitForTrackingSnapshotRemoval,
} from '../steps/enable-change-tracking.ts';
import { postHook } from '../steps/post-hook.ts';
import { preHook } from '../steps/pre-hook.ts';
import {
  preflightConverted,
  preflightCopied,
  preflightGiven,
  preflightImported,
  preflightResumed,
  preflightWarm,
  preflightWarmImported,
} from '../steps/preflight.ts';
import { preflightInspection } from '../steps/preflight-inspection.ts';
import { removeCredentials } from '../steps/remove-credentials.ts';
import { removeFinalSnapshot, removePenultimateSnapshot, removePreviousSnapshot } from '../steps/remove-snapshots.ts';
import { startVm } from '../steps/start-vm.ts';
import { started } from '../steps/started.ts';
import { storePowerState } from '../steps/store-power-state.ts';
import {
  storeFinalSnapshotDeltas,
  storeInitialSnapshotDeltas,
  storeSnapshotDeltas,
} from '../steps/store-snapshot-deltas.ts';
import { verifySource } from '../steps/verify-source.ts';
import { waitForPowerOff } from '../steps/wait-for-power-off.ts';
import {
  waitForFinalSnapshotRemoval,
  waitForPenultimateSnapshotRemoval,
  waitForPreviousSnapshotRemoval,
} from '../steps/wait-for-snapshot-removal.ts';
import { waitForFinalSnapshot, waitForInitialSnapshot, waitForSnapshot } from '../steps/wait-for-snapshot.ts';

/** virt-v2v copies and converts in one pod. */
export const cold: Pipeline<MachineScope> = {
  name: 'vsphere-cold',
  version: 2,
  elements: [
    started,
    preflightConverted,
    preHook,
    storePowerState,
    powerOffSource,
    waitForPowerOff,
    verifySource,
    createBlankVolumes,
    allocateDisks,
    createGuestConversionPod,
    convertGuest,
    copyDisksVirtV2v,
    removeCredentials,
    createVm,
    commit,
    startVm,
    postHook,
    completed,
  ],
};

/** CDI copies the disks by VDDK to where virt-v2v would not reach the source, then guests are converted there. */
export const coldInPlace: Pipeline<MachineScope> = {
  name: 'vsphere-cold-in-place',
  version: 1,
  elements: [
    started,
    preflightCopied,
    preHook,
    storePowerState,
    powerOffSource,
    waitForPowerOff,
    verifySource,
    createImportVolumes,
    copyDisks,
    createInPlaceConversionPod,
    convertGuestInPlace,
    removeCredentials,
    createVm,
    commit,
    startVm,
    postHook,
    completed,
  ],
};

/** Others have filled the volumes; what is left to do is to convert the guest on them. */
export const conversionOnly: Pipeline<MachineScope> = {
  name: 'vsphere-conversion',
  version: 1,
  elements: [
    started,
    preflightGiven,
    preHook,
    storePowerState,
    powerOffSource,
    waitForPowerOff,
    verifySource,
    createInPlaceConversionPod,
    keepingSlot(convertGuestInPlace),
    removeCredentials,
    createVm,
    commit,
    startVm,
    postHook,
    completed,
  ],
};

/** An earlier run has copied the disks and failed before anything was written to them; the source has been off since. */
export const resumeConversion: Pipeline<MachineScope> = {
  name: 'vsphere-resume-conversion',
  version: 1,
  elements: [
    started,
    preflightResumed,
    preHook,
    storePowerState,
    powerOffSource,
    waitForPowerOff,
    verifySource,
    adoptVolumes,
    createInPlaceConversionPod,
    keepingSlot(convertGuestInPlace),
    removeCredentials,
    createVm,
    commit,
    startVm,
    postHook,
    completed,
  ],
};

/** CDI copies the disks by VDDK; guests stay as they are. */
export const rawCopy: Pipeline<MachineScope> = {
  name: 'vsphere-raw-copy',
  version: 2,
  elements: [
    started,
    preflightImported,
    preHook,
    storePowerState,
    powerOffSource,
    waitForPowerOff,
    verifySource,
    createImportVolumes,
    copyDisks,
    removeCredentials,
    createVm,
    commit,
    startVm,
    postHook,
    completed,
  ],
};

const firstSnapshot: Pipeline<MachineScope>['elements'] = [
  enableChangeTracking,
  createTrackingSnapshot,
  waitForTrackingSnapshot,
  removeTrackingSnapshot,
  waitForTrackingSnapshotRemoval,
  createInitialSnapshot,
  waitForInitialSnapshot,
  storeInitialSnapshotDeltas,
];

/** CDI copies disks while the machine runs, again and again what changed, and the rest when it is off. */
const copies: Pipeline<MachineScope>['elements'] = [
  createCheckpointedVolumes,
  copyCheckpoint,
  loop('precopy', [
    copyingPaused,
    removePreviousSnapshot,
    waitForPreviousSnapshotRemoval,
    createSnapshot,
    waitForSnapshot,
    storeSnapshotDeltas,
    addCheckpoint,
    copyCheckpoint,
  ]),
  removePenultimateSnapshot,
  waitForPenultimateSnapshotRemoval,
  atCutover(storePowerState),
  atCutover(powerOffSource),
  atCutover(waitForPowerOff),
  createFinalSnapshot,
  waitForFinalSnapshot,
  storeFinalSnapshotDeltas,
  addFinalCheckpoint,
  finalize,
  removeFinalSnapshot,
];

export const warm: Pipeline<MachineScope> = {
  name: 'vsphere-warm',
  version: 2,
  elements: [
    started,
    preflightWarm,
    preHook,
    ...firstSnapshot,
    preflightInspection,
    ...copies,
    createInPlaceConversionPod,
    convertGuestInPlace,
    removeCredentials,
    createVm,
    commit,
    startVm,
    postHook,
    waitForFinalSnapshotRemoval,
    completed,
  ],
};

export const warmRawCopy: Pipeline<MachineScope> = {
  name: 'vsphere-warm-raw-copy',
  version: 1,
  elements: [
    started,
    preflightWarmImported,
    preHook,
    ...firstSnapshot,
    ...copies,
    removeCredentials,
    createVm,
    commit,
    startVm,
    postHook,
    waitForFinalSnapshotRemoval,
    completed,
  ],
};

/** Nothing reads the source any more, but the cluster would have no room for all pods at once. */
function keepingSlot<Outputs extends object>(step: Step<MachineScope, Outputs>): Step<MachineScope, Outputs> {
  return { ...step, holds: transferStage };
}

/** Steps that cold paths begin with are shown where a warm one has them. */
function atCutover<Outputs extends object>(step: Step<MachineScope, Outputs>): Step<MachineScope, Outputs> {
  return { ...step, group: 'Cutover' };
}
