import { contractSuite } from './suite.ts';
import { sizes } from './cases/sizes.ts';

contractSuite(sizes);
