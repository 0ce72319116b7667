import { key } from '../../../shared/i18n.ts';

/** When hooks run, in order: the service's name, that of the pipeline's row, and words. */
export const hookMoments = [
  {
    moment: 'before',
    step: 'PreHook',
    label: key('Before the migration'),
    hint: key('It runs before anything is done to the VM. Where it fails, the source is left as it is.'),
  },
  {
    moment: 'after',
    step: 'PostHook',
    label: key('After the migration'),
    hint: key('It runs when the target VM was made and started. Where it fails, the target VM stays.'),
  },
] as const;

export type HookMoment = (typeof hookMoments)[number]['moment'];
