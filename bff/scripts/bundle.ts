import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { version } from '../src/version.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** Programs of the image, each found by its name: the collector is started by the service as a thread. */
const programs: Readonly<Record<string, string>> = {
  main: 'src/main.ts',
  'in-flight': 'src/in-flight.ts',
  'collector-worker': 'src/inventory/collector-worker.ts',
};

/** Bundles the service with everything it needs from node_modules into `bff/dist`: plain JavaScript for Node 24. */
export async function bundle(): Promise<readonly string[]> {
  const build = await rolldown({
    cwd: root,
    input: { ...programs },
    platform: 'node',
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(`The bundle is not sound: ${log.message}`);
    },
  });
  // Side by side, for files name each other relative to themselves. Not minified: stack traces are read by people.
  const { output } = await build.write({
    dir: dist,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared-[name]-[hash].js',
    cleanDir: true,
    minify: false,
  });
  await build.close();
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  writeFileSync(join(dist, 'licenses.txt'), licensesOf(modules));
  const stamp = { name: 'gantry', version, private: true, type: 'module', engines: { node: '>=24' } };
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(stamp, null, 2)}\n`);
  return output.map(({ fileName }) => fileName);
}

/** The licences of the packages that modules come from, which go wherever their code goes. */
function licensesOf(modules: readonly string[]): string {
  const folders = modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version: of, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
    const words = globSync('{licen[sc]e,LICEN[SC]E,Licen[sc]e,NOTICE}*', { cwd: folder }).sort();
    return [
      `${name} ${of}: ${license ?? 'see below'}`,
      ...words.map((file) => readFileSync(join(folder, file), 'utf8')),
    ];
  });
  return `${texts.flat().join('\n\n')}\n`;
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

if (process.argv[1] === import.meta.filename) console.log(`bundle: ${(await bundle()).join(', ')}`);
