import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

/** Packages whose dynamic modules a console shares, as far as a plugin here uses them. */
const packages = ['@patternfly/react-core', '@patternfly/react-icons', '@patternfly/react-table'];

function modulesOf(name: string): string[] {
  const manifest = resolve(`${name}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return globSync('dist/dynamic/**/package.json', { cwd: dirname(manifest) })
    .sort()
    .map((file) => JSON.stringify(join(name, dirname(file))))
    .map(
      (module) =>
        `{ name: ${module}, version: ${JSON.stringify(version)}, load: () => import(/* webpackChunkName: "patternfly" */ ${module}) }`,
    );
}

/** The source of a module that lists every dynamic module of PatternFly; they come in one file, with the first that is used. */
export function patternFlyModulesSource(): string {
  return `export const patternFlyModules = [\n${packages.flatMap(modulesOf).join(',\n')}\n];\n`;
}
