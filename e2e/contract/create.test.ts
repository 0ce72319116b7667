import { contractSuite } from './suite.ts';
import { create } from './cases/create.ts';

contractSuite(create);
