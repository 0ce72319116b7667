import { SURFACE } from '../e2e/sandbox/cluster/surface.ts';

/** docs/sandbox-differences.md, from the table beside the sandbox cluster. */
export function generateSandboxDifferences(): Promise<Map<string, string>> {
  const complete = SURFACE.filter(({ missing }) => missing === undefined);
  const partial = SURFACE.filter(({ missing }) => missing !== undefined);
  const lines = [
    '# What the sandbox cluster does not do',
    '',
    'Made from `e2e/sandbox/cluster/surface.ts` by `npm run generate`; edit that. The sandbox cluster answers as a',
    'Kubernetes API server does, held to it by the contract (`e2e/contract`), which runs against both. M: nothing runs',
    'without it; S: it should be there.',
    '',
    '## Where it differs',
    '',
    '| what | level | not there |',
    '|---|---|---|',
    ...partial.map(({ what, level, missing }) => `| ${what} | ${level} | ${missing ?? ''} |`),
    '',
    '## Where it does not',
    '',
    '| what | level | cases of the contract |',
    '|---|---|---|',
    ...complete.map(({ what, level, areas }) => `| ${what} | ${level} | ${areas.join(', ')} |`),
  ];
  return Promise.resolve(new Map([['docs/sandbox-differences.md', `${lines.join('\n')}\n`]]));
}
