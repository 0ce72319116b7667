import { contractSuite } from './suite.ts';
import { definitions } from './cases/crds.ts';

contractSuite(definitions);
