import { contractSuite } from './suite.ts';
import { lists } from './cases/lists.ts';

contractSuite(lists);
