import { contractSuite } from './suite.ts';
import { strategicPatch } from './cases/strategic-patch.ts';

contractSuite(strategicPatch);
