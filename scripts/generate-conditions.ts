import { conditionRows } from '../bff/src/migration/judgement/condition-rows.ts';

/** docs/conditions.md, from the table that the judging code reads. */
export function generateConditions(): Promise<Map<string, string>> {
  const kinds = [...new Set(conditionRows.flatMap((row) => row.kinds))];
  const lines = [
    '# Conditions',
    '',
    'Made from the table in `bff/src/migration/judgement` by `npm run generate`; edit that. Critical conditions bar an',
    'object, Warn and Advisory inform, Required ones must hold before the object is Ready. Types marked * are our own,',
    'all others are those of MTV. *Later* means that this version does not look for it yet.',
    '',
  ];
  for (const kind of kinds) {
    lines.push(`## ${kind}`, '', '| type | category | reasons | holds when | state |', '|---|---|---|---|---|');
    for (const row of conditionRows.filter((candidate) => candidate.kinds.includes(kind))) {
      const type = `${row.type}${row.own === true ? ' *' : ''}`;
      const state = row.note === undefined ? row.state : `${row.state}. ${row.note}`;
      lines.push(
        `| ${[type.replace('<', '&lt;'), row.category, row.reasons.join(', '), row.when, state].join(' | ')} |`,
      );
    }
    lines.push('');
  }
  return Promise.resolve(new Map([['docs/conditions.md', `${lines.join('\n').trimEnd()}\n`]]));
}
