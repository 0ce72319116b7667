import { contractSuite } from './suite.ts';
import { quota } from './cases/quota.ts';

contractSuite(quota);
