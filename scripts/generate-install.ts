import { readFile } from 'node:fs/promises';
import { isMap, isScalar, parseDocument, type Node, type YAMLMap } from 'yaml';
import { defaultEngineSettings } from '../bff/src/config/settings.ts';

const page = 'docs/install.md';

/** Images are values of their own, and who is trusted is no setting of a cluster. */
const notSettings = new Set(['virtV2vImage', 'consumerImage', 'trustRequesters']);

export interface Row {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** Every value of the chart with its comment. */
export function valueRows(text: string): Row[] {
  const { contents } = parseDocument(text);
  return isMap(contents) ? rowsBelow(contents, '') : [];
}

function rowsBelow(map: YAMLMap, path: string): Row[] {
  return map.items.flatMap(({ key, value }, index) => {
    const name = `${path}${String(isScalar(key) ? key.value : key)}`;
    // The parser gives the first comment of a map to the map.
    const own = isScalar(key) ? key.commentBefore : undefined;
    const meaning = (own ?? (index === 0 ? map.commentBefore : undefined) ?? '').replace(/\s*\n\s*/g, ' ').trim();
    const isGroup =
      isMap(value) &&
      value.flow !== true &&
      value.items.some((item) => isMap(item.value) || isExplained(value, item.key));
    if (isGroup) return rowsBelow(value, `${name}.`);
    return [{ name, fallback: JSON.stringify((value as Node).toJSON()), meaning }];
  });
}

/** A map whose members have words of their own is no value itself. */
function isExplained(map: YAMLMap, key: unknown): boolean {
  return Boolean(map.commentBefore) || (isScalar(key) && Boolean(key.commentBefore));
}

/** Settings of the engine with their doc comments. */
export function settingRows(source: string): Row[] {
  const defaults: Readonly<Record<string, unknown>> = { ...defaultEngineSettings };
  const found = [...source.matchAll(/(?:\/\*\* (?<meaning>[^\n]*) \*\/\n\s+)?readonly (?<name>\w+)\??: /g)];
  return found
    .map(({ groups = {} }) => ({ name: groups.name ?? '', meaning: groups.meaning ?? '' }))
    .filter(({ name }) => !notSettings.has(name))
    .map(({ name, meaning }) => ({
      name,
      fallback: name in defaults ? JSON.stringify(defaults[name]) : 'none',
      meaning: meaning.replaceAll('`', ''),
    }));
}

function table(head: string, rows: readonly Row[]): string {
  const lines = rows.map(({ name, fallback, meaning }) => `| \`${name}\` | \`${fallback}\` | ${meaning.trim()} |`);
  return [`| ${head} | default | meaning |`, '|---|---|---|', ...lines].join('\n');
}

function replaced(text: string, block: string, content: string): string {
  const whole = new RegExp(`(<!-- ${block}: [^>]*-->\n)[\\s\\S]*?(\n<!-- end -->)`);
  if (!whole.test(text)) throw new Error(`${page} has no block "${block}".`);
  return text.replace(whole, (_, begin: string, end: string) => `${begin}\n${content}\n${end}`);
}

/** The tables of docs/install.md, from the chart's values and the engine's settings. */
export async function generateInstall(): Promise<Map<string, string>> {
  const values = valueRows(await readFile('charts/gantry/values.yaml', 'utf8'));
  const settings = settingRows(await readFile('bff/src/config/settings.ts', 'utf8'));
  const text = replaced(await readFile(page, 'utf8'), 'values', table('value', values));
  return new Map([[page, replaced(text, 'settings', table('setting', settings))]]);
}
