import { contractSuite } from './suite.ts';
import { garbage } from './cases/garbage.ts';

contractSuite(garbage);
