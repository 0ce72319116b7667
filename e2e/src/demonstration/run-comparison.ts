import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Comparison } from './compare.ts';

const limitMs = 5 * 60_000;

/** Reads the target's volumes and their sources in a process of its own: it shares nothing with what it judges. */
export async function runComparison(readyFile: string, targetProject: string): Promise<Comparison> {
  const program = join(import.meta.dirname, 'compare.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, readyFile, targetProject], {
    timeout: limitMs,
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Comparison;
}
