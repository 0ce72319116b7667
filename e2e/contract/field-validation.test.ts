import { contractSuite } from './suite.ts';
import { fieldValidation } from './cases/field-validation.ts';

contractSuite(fieldValidation);
