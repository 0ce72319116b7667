import { applyCustom } from './cases/apply-custom.ts';
import { applyRefusals } from './cases/apply-refusals.ts';
import { applyStatus } from './cases/apply-status.ts';
import { apply } from './cases/apply.ts';
import { contractSuite } from './suite.ts';

contractSuite([apply, applyRefusals, applyCustom, applyStatus].flat());
