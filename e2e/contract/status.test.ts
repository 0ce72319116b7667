import { contractSuite } from './suite.ts';
import { status } from './cases/status.ts';

contractSuite(status);
