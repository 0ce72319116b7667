import type { Oracle } from './oracle.ts';
import { kubernetes } from './kubernetes/oracle.ts';

export const oracles: readonly Oracle[] = [kubernetes];
