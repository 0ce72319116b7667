import { contractSuite } from './suite.ts';
import { remove } from './cases/delete.ts';

contractSuite(remove);
