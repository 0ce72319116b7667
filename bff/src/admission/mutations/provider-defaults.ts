import { z } from 'zod';
import type { AdmittedObject } from '../review.ts';

const vsphere = z.looseObject({
  type: z.literal('vsphere'),
  settings: z.record(z.string(), z.string()).nullish(),
});

/** A vSphere endpoint is a vCenter unless it says otherwise. */
export function providerDefaults(object: AdmittedObject): AdmittedObject {
  const spec = vsphere.safeParse(object.spec);
  if (!spec.success || spec.data.settings?.sdkEndpoint !== undefined) return object;
  return { ...object, spec: { ...spec.data, settings: { ...spec.data.settings, sdkEndpoint: 'vcenter' } } };
}
