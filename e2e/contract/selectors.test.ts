import { contractSuite } from './suite.ts';
import { selectors } from './cases/selectors.ts';

contractSuite(selectors);
