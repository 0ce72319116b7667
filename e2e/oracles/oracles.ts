import type { Oracle } from './oracle.ts';
import { kubernetes } from './kubernetes/oracle.ts';
import { vcsim } from './vcsim/oracle.ts';

export const oracles: readonly Oracle[] = [kubernetes, vcsim];
