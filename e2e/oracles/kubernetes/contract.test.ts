import { allCases } from '../../contract/all-cases.ts';
import { contractSuite } from '../../contract/suite.ts';

// The contract is what the real server does: a case that fails here is wrong.
contractSuite(allCases, 'oracle');
