import { contractSuite } from './suite.ts';
import { watching } from './cases/watch.ts';

contractSuite(watching);
