import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const buildWithinMs = 120_000;

/** Builds what the image contains and lays it out below `folder` as the Containerfile does. Returns where. */
export function layOutImage(folder: string): string {
  for (const script of ['bff/scripts/bundle.ts', 'plugin/scripts/build.ts']) {
    const { status, stderr } = spawnSync(process.execPath, [script], {
      cwd: root,
      encoding: 'utf8',
      timeout: buildWithinMs,
    });
    if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  }
  const image = join(folder, 'opt/gantry');
  mkdirSync(image, { recursive: true });
  cpSync(join(root, 'bff/dist'), image, { recursive: true });
  cpSync(join(root, 'plugin/dist'), join(image, 'plugin'), { recursive: true });
  return image;
}
