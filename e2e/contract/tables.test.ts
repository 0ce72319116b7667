import { contractSuite } from './suite.ts';
import { tables } from './cases/tables.ts';

contractSuite(tables);
