import { contractSuite } from './suite.ts';
import { storage } from './cases/storage.ts';

contractSuite(storage);
