import { contractSuite } from './suite.ts';
import { schema } from './cases/schema.ts';

contractSuite(schema);
