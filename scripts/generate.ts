import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generateConcerns } from './generate-concerns.ts';
import { generateConditions } from './generate-conditions.ts';
import { generateInstall } from './generate-install.ts';
import { generateKinds } from './generate-kinds.ts';
import { generateOpenApi } from './generate-openapi.ts';
import { generatePipelines } from './generate-pipelines.ts';
import { generateSandboxDifferences } from './generate-sandbox-differences.ts';

/** What is made from other files of this repository. Each returns contents by path. */
const generators: readonly (() => Promise<Map<string, string>>)[] = [
  generateKinds,
  generateConcerns,
  generateConditions,
  generateOpenApi,
  generatePipelines,
  generateSandboxDifferences,
  generateInstall,
];

process.chdir(new URL('..', import.meta.url).pathname);
const check = process.argv.includes('--check');
const stale: string[] = [];
for (const generate of generators) {
  for (const [path, content] of await generate()) {
    const current = await readFile(path, 'utf8').catch(() => undefined);
    if (current === content) continue;
    stale.push(path);
    if (check) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}
for (const path of stale) console.log(check ? `stale: ${path}` : `written: ${path}`);
if (check && stale.length > 0) {
  console.log('Run `npm run generate`.');
  process.exitCode = 1;
}
