import { cel } from './cases/cel.ts';
import { contractSuite } from './suite.ts';

contractSuite(cel);
