import { contractSuite } from './suite.ts';
import { discovery } from './cases/discovery.ts';

contractSuite(discovery);
