import { z } from 'zod';
import type { AdmissionRequest, AdmittedObject } from '../review.ts';

const key = 'insecureSkipVerify';
const values = z.record(z.string(), z.unknown()).nullish();
const secret = z.looseObject({ immutable: z.boolean().nullish(), data: values, stringData: values });

/** Says that TLS is verified where nothing is said. */
export function secretDefaults(object: AdmittedObject, { oldObject }: AdmissionRequest): AdmittedObject {
  const parsed = secret.safeParse(object);
  if (!parsed.success) return object;
  const { data, stringData, immutable } = parsed.data;
  const isSet = [data, stringData].some((some) => some?.[key] !== undefined);
  // Of an immutable Secret only the metadata may change.
  if (isSet || (immutable === true && oldObject !== undefined)) return object;
  return { ...object, data: { ...data, [key]: Buffer.from('false').toString('base64') } };
}
