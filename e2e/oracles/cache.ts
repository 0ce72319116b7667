import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Oracle } from './oracle.ts';

function cacheFolder(): string {
  const { GANTRY_ORACLES, XDG_CACHE_HOME } = process.env;
  return GANTRY_ORACLES || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'gantry', 'oracles');
}

/** Where the program of an oracle is, or will be: outside the tree, another place for every change of its sources. */
export function placeOf(oracle: Oracle): string {
  const hash = createHash('sha256');
  for (const source of oracle.sources) hash.update(readFileSync(source)).update('\0');
  // Not where the tree is: another clone finds what this one has built.
  const { command, env } = oracle.build('');
  hash.update(JSON.stringify({ command, env }));
  return join(cacheFolder(), `${oracle.name}-${hash.digest('hex').slice(0, 16)}`, oracle.name);
}
