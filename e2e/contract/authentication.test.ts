import { contractSuite } from './suite.ts';
import { authentication, impersonation } from './cases/authentication.ts';

contractSuite([...authentication, ...impersonation]);
