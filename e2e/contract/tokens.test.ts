import { tokens } from './cases/tokens.ts';
import { contractSuite } from './suite.ts';

contractSuite(tokens);
