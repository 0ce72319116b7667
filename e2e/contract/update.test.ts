import { contractSuite } from './suite.ts';
import { update } from './cases/update.ts';

contractSuite(update);
