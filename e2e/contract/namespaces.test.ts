import { contractSuite } from './suite.ts';
import { namespaces } from './cases/namespaces.ts';

contractSuite(namespaces);
