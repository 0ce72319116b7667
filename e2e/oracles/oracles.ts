import type { Oracle } from './oracle.ts';
import { helm } from './helm/oracle.ts';
import { kubernetes } from './kubernetes/oracle.ts';
import { schemathesis } from './schemathesis/oracle.ts';
import { vcsim, vcsimForScale } from './vcsim/oracle.ts';

export const oracles: readonly Oracle[] = [kubernetes, vcsim, vcsimForScale, helm, schemathesis];
