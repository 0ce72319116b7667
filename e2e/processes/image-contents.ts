import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readContainerfile, type Stage } from './containerfile.ts';

const root = join(import.meta.dirname, '../..');
const buildWithinMs = 240_000;

export function readStages(): Stage[] {
  return readContainerfile(readFileSync(join(root, 'image/Containerfile'), 'utf8'));
}

/** Builds what the image contains and does below `folder` what the Containerfile's stage `service` does to its root. */
export function layOutImage(folder: string): void {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.ts'], {
    cwd: root,
    encoding: 'utf8',
    timeout: buildWithinMs,
  });
  if (status !== 0) throw new Error(`The build failed: ${stderr}`);
  const service = readStages().find(({ name }) => name === 'service');
  for (const { name, words } of service?.instructions ?? []) {
    const [from, to] = words;
    if (name !== 'COPY' || from === undefined || to === undefined) continue;
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(join(root, from), join(folder, to), { recursive: true });
  }
}
