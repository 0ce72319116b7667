import { contractSuite } from './suite.ts';
import { accessReviews } from './cases/access-reviews.ts';

contractSuite(accessReviews);
