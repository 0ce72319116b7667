import type { Plan } from '../../api/generated/plan.ts';
import type { PlanSettings } from '../../api/http/plan-settings.ts';
import { isWarm } from './plan-state.ts';

/** With the defaults of the schema, for plans that were written before it had them. */
export function settingsOf(plan: Plan): PlanSettings {
  const { spec } = plan;
  const type = isWarm(plan) ? 'warm' : (spec.type ?? 'cold');
  return {
    description: spec.description ?? '',
    targetProject: spec.targetNamespace,
    type,
    precopyIntervalMinutes: type === 'warm' ? spec.precopyInterval : undefined,
    enableChangeTracking: spec.enableChangeTracking ?? false,
    inspectFirst: spec.runPreflightInspection ?? true,
    guestConversion: spec.skipGuestConversion === true ? 'rawCopy' : 'convert',
    compatibilityDevices: spec.useCompatibilityMode ?? true,
    keepStaticIps: spec.preserveStaticIPs ?? true,
    targetPowerState: spec.targetPowerState ?? 'auto',
    shutdownPolicy: spec.shutdownPolicy ?? 'guest',
    copySharedDisks: spec.migrateSharedDisks ?? true,
    removeFailedTarget: spec.deleteVmOnFailMigration ?? true,
    claimNameTemplate: spec.pvcNameTemplate,
    volumeNameTemplate: spec.volumeNameTemplate,
    networkNameTemplate: spec.networkNameTemplate,
  };
}
