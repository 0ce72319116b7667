import type { Pipeline } from '../../pipeline/compile.ts';
import type { MachineScope } from '../scope.ts';
import { allocateDisks } from '../steps/allocate-disks.ts';
import { commit } from '../steps/commit.ts';
import { completed } from '../steps/completed.ts';
import { convertGuest } from '../steps/convert-guest.ts';
import { copyDisksVirtV2v } from '../steps/copy-disks-virt-v2v.ts';
import { copyDisks } from '../steps/copy-disks.ts';
import { createBlankVolumes, createImportVolumes } from '../steps/create-data-volumes.ts';
import { createGuestConversionPod } from '../steps/create-guest-conversion-pod.ts';
import { createVm } from '../steps/create-vm.ts';
import { powerOffSource } from '../steps/power-off-source.ts';
import { postHook } from '../steps/post-hook.ts';
import { preHook } from '../steps/pre-hook.ts';
import { preflightConverted, preflightImported } from '../steps/preflight.ts';
import { removeCredentials } from '../steps/remove-credentials.ts';
import { startVm } from '../steps/start-vm.ts';
import { started } from '../steps/started.ts';
import { storePowerState } from '../steps/store-power-state.ts';
import { verifySource } from '../steps/verify-source.ts';
import { waitForPowerOff } from '../steps/wait-for-power-off.ts';

/** virt-v2v copies and converts in one pod. */
export const cold: Pipeline<MachineScope> = {
  name: 'vsphere-cold',
  version: 1,
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

/** CDI copies the disks by VDDK; guests stay as they are. */
export const rawCopy: Pipeline<MachineScope> = {
  name: 'vsphere-raw-copy',
  version: 1,
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
