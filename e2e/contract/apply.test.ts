import { apply, applyCustom } from './cases/apply.ts';
import { contractSuite } from './suite.ts';

contractSuite([...apply, ...applyCustom]);
