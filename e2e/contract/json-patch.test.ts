import { contractSuite } from './suite.ts';
import { jsonPatch } from './cases/json-patch.ts';

contractSuite(jsonPatch);
