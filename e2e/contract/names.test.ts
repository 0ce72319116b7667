import { contractSuite } from './suite.ts';
import { names } from './cases/names.ts';

contractSuite(names);
