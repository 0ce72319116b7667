import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import webpack from 'webpack';
import { pluginRoot, webpackConfig } from './webpack-config.ts';

const repository = join(pluginRoot, '..');
const dist = join(pluginRoot, 'dist');
const stamp = join(dist, '.built-from');
const sources = [
  'plugin/src/**/*.{ts,tsx,css}',
  'plugin/scripts/*.ts',
  'plugin/locales/**/*.json',
  'plugin/package.json',
  'plugin/tsconfig.json',
  'bff/src/api/http/*.ts',
  'package-lock.json',
];

function contentHash(): string {
  const hash = createHash('sha256');
  const files = sources.flatMap((pattern) => globSync(pattern, { cwd: repository })).sort();
  for (const file of files.filter((name) => !/\.test\.tsx?$/.test(name))) {
    hash.update(file).update(readFileSync(join(repository, file)));
  }
  return hash.digest('hex');
}

/** Runs `work` and returns what it wrote to the console meanwhile: the SDK only prints that it shares no PatternFly. */
async function printedBy(work: () => Promise<void>): Promise<string> {
  const original = console.warn;
  let printed = '';
  console.warn = (...parts: unknown[]) => {
    printed += `${parts.map(String).join(' ')}\n`;
  };
  try {
    await work();
  } finally {
    console.warn = original;
  }
  return printed;
}

async function compile(): Promise<void> {
  const compiler = webpack(webpackConfig());
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      compiler.close(() => undefined);
      if (error) reject(error);
      else if (stats?.hasErrors() === true) reject(new Error(stats.toString({ all: false, errors: true })));
      else resolve();
    });
  });
}

/** Builds the plugin into `plugin/dist`, unless it was built from the same sources before. */
export async function buildPlugin(): Promise<'built' | 'cached'> {
  const wanted = contentHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'cached';
  const folder = process.cwd();
  const mode = process.env.NODE_ENV;
  process.chdir(pluginRoot);
  process.env.NODE_ENV = 'production';
  try {
    const printed = await printedBy(compile);
    if (printed.includes('Cannot resolve base path')) throw new Error(`PatternFly is not shared:\n${printed}`);
  } finally {
    process.chdir(folder);
    if (mode === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = mode;
  }
  cpSync(join(pluginRoot, 'locales'), join(dist, 'locales'), { recursive: true });
  writeFileSync(stamp, wanted);
  return 'built';
}

if (process.argv[1] === import.meta.filename) console.log(`plugin: ${await buildPlugin()}`);
