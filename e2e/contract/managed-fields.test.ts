import { managedFields } from './cases/managed-fields.ts';
import { contractSuite } from './suite.ts';

contractSuite(managedFields);
