import { contractSuite } from './suite.ts';
import { podSecurity } from './cases/pod-security.ts';

contractSuite(podSecurity);
