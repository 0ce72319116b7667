import type { Pipeline } from '../../pipeline/compile.ts';
import type { MachineScope } from '../scope.ts';
import { refuse } from '../steps/refuse.ts';

/** Of machines that cannot run: they stand in the plan with their reason, and the rest of it goes on. */
export const refused: Pipeline<MachineScope> = { name: 'refused', version: 1, elements: [refuse] };
