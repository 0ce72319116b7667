import { ruleSets } from '../bff/src/providers/registry.ts';

/** docs/concerns.md, from the rules that machines are judged by. */
export function generateConcerns(): Promise<Map<string, string>> {
  const lines = [
    '# Concerns',
    '',
    'Made from `bff/src/providers/<type>/concerns.ts` by `npm run generate`; edit that. Critical concerns keep a plan from',
    'starting, Warning and Information are shown. Ids, categories and what raises a concern are those of MTV.',
    '',
  ];
  for (const [type, { version, rules }] of ruleSets) {
    lines.push(`## ${type} (version ${version})`, '', '| id | category | what to do |', '|---|---|---|');
    lines.push(...rules.map(({ id, category, assessment }) => `| ${id} | ${category} | ${assessment} |`), '');
  }
  return Promise.resolve(new Map([['docs/concerns.md', `${lines.join('\n').trimEnd()}\n`]]));
}
