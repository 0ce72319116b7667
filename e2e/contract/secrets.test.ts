import { contractSuite } from './suite.ts';
import { secrets } from './cases/secrets.ts';

contractSuite(secrets);
