import { key } from '../../../shared/i18n.ts';

/** The user's names of MTV's pipeline rows (ux.md §3.10); an unknown row is shown by its own name. */
export const stepNames: Readonly<Record<string, string>> = {
  Initialize: key('Prepare'),
  PreHook: key('Pre-migration hook'),
  PostHook: key('Post-migration hook'),
  PreflightInspection: key('Inspect guest'),
  DiskAllocation: key('Allocate disks'),
  DiskTransfer: key('Copy disks'),
  DiskTransferV2v: key('Copy disks'),
  ImageConversion: key('Convert guest'),
  Cutover: key('Cutover'),
  VirtualMachineCreation: key('Create VM'),
  WaitForGuestReboots: key('Wait for guest reboots'),
  WaitForFinalSnapshotConsolidation: key('Remove snapshots'),
  PrepareTarget: key('Prepare target'),
  Synchronization: key('Synchronize'),
};
