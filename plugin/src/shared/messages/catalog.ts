import type { WordedCode } from '@gantry/bff/api/http/message-codes.ts';
import type { CatalogEntry } from './entry.ts';
import { refusals } from './refusals.ts';
import { runFailures } from './run-failures.ts';
import { statements } from './statements.ts';
import { vmStatements } from './vm-statements.ts';

const worded: Readonly<Record<WordedCode, CatalogEntry>> = {
  ...runFailures,
  ...refusals,
  ...statements,
  ...vmStatements,
};

/** Words for the service's codes (ux.md §5). A code that is missing here is shown in the service's own words. */
export const catalog: Readonly<Partial<Record<string, CatalogEntry>>> = worded;
