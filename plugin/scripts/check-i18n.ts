import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const catalogFile = join(root, 'locales/en/plugin__gantry.json');
/** `t('…')` and `key('…')`, also over a line break; `label('…')` stands in manifests. */
const use = /\b(?:t|key|label)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
const extensionLabel = /%plugin__gantry~([^%$]+)%/g;

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

/** Keys in the sources; those with a count have a form for one and one for others. */
function usedKeys(): Set<string> {
  const keys = new Set<string>();
  for (const file of globSync('src/**/*.{ts,tsx}', { cwd: root }).filter((name) => !name.includes('.test.'))) {
    const text = readFileSync(join(root, file), 'utf8');
    const found = [
      ...[...text.matchAll(use)].map((match) => unescaped(match[1] ?? match[2] ?? '')),
      ...[...text.matchAll(extensionLabel)].map((match) => match[1] ?? ''),
    ];
    for (const key of found) {
      if (key.includes('{{count}}')) for (const form of ['one', 'other']) keys.add(`${key}_${form}`);
      else keys.add(key);
    }
  }
  return keys;
}

function singular(key: string): string {
  const words: readonly (readonly [RegExp, string])[] = [
    [/\bVMs are\b/g, 'VM is'],
    [/\bVMs\b/g, 'VM'],
    [/\bhosts are\b/g, 'host is'],
    [/\bhosts\b/g, 'host'],
    [/\bthings are\b/g, 'thing is'],
    [/\bplans become\b/g, 'plan becomes'],
    [/\bnetworks\b/g, 'network'],
    [/\bdatastores\b/g, 'datastore'],
    [/\bdisks\b/g, 'disk'],
    [/\bNICs\b/g, 'NIC'],
    [/\bnotes\b/g, 'note'],
  ];
  return words.reduce((text, [plural, one]) => text.replace(plural, one), key);
}

function newText(key: string): string {
  return key.endsWith('_one') ? singular(key.slice(0, -4)) : key.replace(/_other$/, '');
}

/** Every key that is used stands in the English catalog, and nothing else; `--fix` writes it so. */
function main(): void {
  const used = usedKeys();
  const catalog = JSON.parse(readFileSync(catalogFile, 'utf8')) as Record<string, string>;
  const missing = [...used].filter((key) => !(key in catalog));
  const unused = Object.keys(catalog).filter((key) => !used.has(key));
  if (process.argv.includes('--fix')) {
    const sorted = [...used].sort((left, right) => left.localeCompare(right, 'en'));
    const next = Object.fromEntries(sorted.map((key) => [key, catalog[key] ?? newText(key)]));
    writeFileSync(catalogFile, `${JSON.stringify(next, undefined, 2)}\n`);
    return;
  }
  for (const key of missing) console.error(`missing in the catalog: ${key}`);
  for (const key of unused) console.error(`used nowhere: ${key}`);
  if (missing.length + unused.length > 0) process.exitCode = 1;
}

main();
