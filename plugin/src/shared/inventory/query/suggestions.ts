/** Fields of VMs in the query language (`docs/queries.md`), each with the comparison that is asked for most. */
const fields: Readonly<Record<string, '=' | '~' | '>='>> = {
  name: '~',
  power: '=',
  os: '~',
  cpus: '>=',
  memory: '>=',
  disks: '>=',
  size: '>=',
  used: '>=',
  cluster: '=',
  host: '=',
  folder: '~',
  tag: '=',
  concern: '=',
};

export interface Suggestion {
  /** Takes the place of the text from `start` to the cursor. */
  readonly text: string;
  readonly start: number;
}

/** Values of a field, where they can be known. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

const most = 8;

/** A value as a query has it. */
export function quoted(value: string): string {
  if (/^[\w.-]+$/.test(value)) return value;
  return `"${value.replace(/[\\"]/g, (character) => `\\${character}`)}"`;
}

function valuesFor(before: string, known: KnownValues): readonly Suggestion[] | undefined {
  const found = /([\w.]+)\s*(?:!?[=~]|\bin\s*\((?:[^()]*,)?)\s*("?[^\s"(),]*)$/.exec(before);
  const name = found?.[1]?.toLowerCase() ?? '';
  const values = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === null || values === undefined) return undefined;
  const begun = found[2] ?? '';
  const word = begun.replace(/^"/, '').toLowerCase();
  return values
    .filter((value) => value.toLowerCase().includes(word) && value.toLowerCase() !== word)
    .map((value) => ({ text: `${quoted(value)} `, start: before.length - begun.length }));
}

function fieldsFor(before: string): readonly Suggestion[] {
  const [, lead = '', word = ''] = /(.*?)([A-Za-z]*)$/s.exec(before) ?? [];
  // A value is awaited, or a text is being typed.
  if (/[=~<>]\s*$/.test(lead) || (lead !== '' && !/[\s(]$/.test(lead))) return [];
  return Object.entries(fields)
    .filter(([name]) => name.startsWith(word.toLowerCase()))
    .map(([name, operator]) => ({ text: `${name} ${operator} `, start: lead.length }));
}

/** What may be meant at the cursor: values of the field before it, else fields that begin as the word does. */
export function suggestionsAt(before: string, known: KnownValues): readonly Suggestion[] {
  return (valuesFor(before, known) ?? fieldsFor(before)).slice(0, most);
}
