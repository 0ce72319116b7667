import { contractSuite } from './suite.ts';
import { dryRun } from './cases/dry-run.ts';

contractSuite(dryRun);
