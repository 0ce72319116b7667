import { contractSuite } from './suite.ts';
import { pods } from './cases/pods.ts';

contractSuite(pods);
