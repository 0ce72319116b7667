import { quotaScopes } from './cases/quota-scopes.ts';
import { contractSuite } from './suite.ts';

contractSuite(quotaScopes);
