import { compression } from './cases/compression.ts';
import { contractSuite } from './suite.ts';

contractSuite(compression);
