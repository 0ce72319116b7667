import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BrowserLaunch, quietFlags } from './launch.ts';

const unpackLimitMs = 120_000;
const cache = join(import.meta.dirname, '../../../node_modules/.cache/packaged-chromium');

/** The package's module, or undefined where it is not installed. */
function packagedModule(): string | undefined {
  try {
    return import.meta.resolve('@sparticuz/chromium');
  } catch {
    return undefined;
  }
}

function fontConfiguration(fonts: string, fontCache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${fontCache}</cachedir></fontconfig>
`;
}

/** Unpacks beside the final folder and renames, so that processes at the same time and interrupted ones do no harm. */
async function unpackInto(folder: string, module: string, archives: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  try {
    // The package unpacks into the folder for temporary files of its process.
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unpack-chromium.ts'), module, archives], {
      env: { ...process.env, TMPDIR: draft },
      timeout: unpackLimitMs,
    });
    await writeFile(join(draft, 'fonts.conf'), fontConfiguration(join(folder, 'fonts'), join(folder, 'font-cache')));
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Chromium from the registry package, with the libraries and the font that it brings; only for Linux on x64. */
export async function packagedChromium(): Promise<BrowserLaunch | undefined> {
  const module = packagedModule();
  if (process.platform !== 'linux' || process.arch !== 'x64' || module === undefined) return undefined;
  const packaged = dirname(dirname(fileURLToPath(module)));
  const { version } = JSON.parse(await readFile(join(packaged, 'package.json'), 'utf8')) as { version: string };
  const folder = join(cache, version);
  if (!existsSync(folder)) await unpackInto(folder, module, join(packaged, 'bin'));
  return {
    origin: `the package @sparticuz/chromium ${version}`,
    executablePath: join(folder, 'chromium'),
    // Its binary has no set-uid sandbox, whoever starts it.
    args: [...quietFlags, '--no-sandbox'],
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}
