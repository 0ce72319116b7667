import { contractSuite } from './suite.ts';
import { mergePatch } from './cases/merge-patch.ts';

contractSuite(mergePatch);
