import { contractSuite } from './suite.ts';
import { leasesAndEvents } from './cases/leases-and-events.ts';

contractSuite(leasesAndEvents);
