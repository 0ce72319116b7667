import { contractSuite } from './suite.ts';
import { limitRanges } from './cases/limit-ranges.ts';

contractSuite(limitRanges);
