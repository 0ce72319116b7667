import { stepIds, type StepId } from './draft.ts';

export function stepOf({ id }: { readonly id: string | number }): StepId {
  return stepIds.find((step) => step === id) ?? stepIds[0];
}
