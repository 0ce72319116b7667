import { protobuf } from './cases/protobuf.ts';
import { contractSuite } from './suite.ts';

contractSuite(protobuf);
