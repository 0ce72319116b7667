import { demonstrationModel } from './demonstration.ts';
import { largeModel } from './large-model.ts';
import type { ModelSpec } from './model-spec.ts';
import { bulkModel, smallModel } from './small-model.ts';
import { waveModel } from './wave-model.ts';

/** What a sandbox's vCenter may contain, by name. */
export const models = {
  demonstration: () => demonstrationModel,
  small: () => smallModel,
  bulk: () => bulkModel,
  large: largeModel,
  waves: () => waveModel,
} as const satisfies Record<string, () => ModelSpec>;

export type ModelName = keyof typeof models;
