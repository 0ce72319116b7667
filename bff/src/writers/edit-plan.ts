import { plans, type Plan, type PlanSpec } from '../api/generated/plan.ts';
import type { PlanSettings } from '../api/http/plan-settings.ts';
import type { ObjectKey } from '../api/resource.ts';
import { editSpec } from './edit-spec.ts';
import type { Writer } from './writer.ts';

type Patch = { readonly [Field in keyof PlanSpec]?: PlanSpec[Field] | null };

/** As a merge patch: `null` takes back to the default what is not chosen. */
export function settingsPatch(settings: PlanSettings): Patch {
  const isWarm = settings.type === 'warm';
  return {
    description: settings.description,
    targetNamespace: settings.targetProject,
    type: settings.type,
    // Older clients read only this.
    warm: isWarm,
    precopyInterval: (isWarm ? settings.precopyIntervalMinutes : undefined) ?? null,
    enableChangeTracking: isWarm && settings.enableChangeTracking ? true : null,
    runPreflightInspection: settings.inspectFirst,
    skipGuestConversion: settings.guestConversion === 'rawCopy',
    useCompatibilityMode: settings.compatibilityDevices,
    preserveStaticIPs: settings.keepStaticIps,
    targetPowerState: settings.targetPowerState,
    shutdownPolicy: settings.shutdownPolicy,
    migrateSharedDisks: settings.copySharedDisks,
    deleteVmOnFailMigration: settings.removeFailedTarget,
    pvcNameTemplate: settings.claimNameTemplate || null,
    volumeNameTemplate: settings.volumeNameTemplate || null,
    networkNameTemplate: settings.networkNameTemplate || null,
  };
}

export interface PlanEdit {
  readonly key: ObjectKey & { readonly name: string };
  /** Generation of what the user saw. */
  readonly version: string;
  readonly settings: PlanSettings;
}

/** Throws ConflictError (`changed-meanwhile`) where the plan is not as the user saw it. */
export function editPlan(writer: Writer, { key, version, settings }: PlanEdit): Promise<Plan> {
  return editSpec(writer, plans, { key, version, specOf: () => settingsPatch(settings) });
}
