import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program of e2fsprogs is; it often stands outside of PATH. */
export function tool(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

export interface FileSystem {
  readonly image: Buffer;
  /** By their paths. */
  readonly files: Readonly<Record<string, Buffer>>;
}

/** A disk image with a real ext4 and some files in it, the largest not compressible. Throws without `mkfs.ext4`. */
export function makeFileSystem(folder: string, random: (bytes: number) => Buffer): FileSystem {
  const files = {
    'etc/hostname': Buffer.from('moved\n'),
    'var/data.bin': random(6 * 1024 ** 2),
    'var/empty': Buffer.alloc(0),
  };
  const tree = join(folder, 'tree');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(tree, path, '..'), { recursive: true });
    writeFileSync(join(tree, path), content);
  }
  const image = join(folder, 'disk.img');
  run('mkfs.ext4', ['-q', '-F', '-d', tree, image, '32M']);
  return { image: readFileSync(image), files };
}

/** What e2fsck says against the file system at the start of an image; undefined when nothing. Nothing is changed. */
export function complaints(image: string): string | undefined {
  const { status, stdout } = spawnSync(tool('e2fsck') ?? 'e2fsck', ['-n', '-f', image], { encoding: 'utf8' });
  return status === 0 ? undefined : stdout;
}

/** A file's content, read from the image. */
export function readFileIn(image: string, path: string): Buffer {
  return run('debugfs', ['-R', `cat /${path}`, image]);
}

function run(name: string, args: readonly string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync(tool(name) ?? name, args, { maxBuffer: 64 * 1024 ** 2 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${name} failed: ${stderr.toString('utf8')}`);
  return stdout;
}
