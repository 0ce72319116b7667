import { contractSuite } from './suite.ts';
import { roles } from './cases/rbac.ts';

contractSuite(roles);
