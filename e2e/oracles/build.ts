import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { placeOf } from './cache.ts';
import type { Oracle } from './oracle.ts';
import { oracles } from './oracles.ts';

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Why the command failed, or undefined when it did not. Its whole process group ends at the limit. */
function run(oracle: Oracle, output: string): Promise<string | undefined> {
  const { command, folder, env } = oracle.build(output);
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    const killGroup = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    const limit = setTimeout(() => {
      complaint = `not finished within ${oracle.limitSeconds} s`;
      killGroup();
    }, oracle.limitSeconds * 1000);
    const end = (reason: string | undefined) => {
      clearTimeout(limit);
      resolve(reason);
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code) => end(code === 0 ? undefined : complaint.trim()));
  });
}

/** One line of what happened to an oracle. */
async function provide(oracle: Oracle): Promise<string> {
  const place = placeOf(oracle);
  if (existsSync(place)) return `${oracle.name}: there already`;
  const missing = oracle.needs.filter((program) => !onPath(program));
  if (missing.length > 0) return `${oracle.name}: not built, because this machine has no ${missing.join(', ')}`;
  const unfinished = `${place}.unfinished-${process.pid}`;
  mkdirSync(dirname(place), { recursive: true });
  console.log(`${oracle.name}: building (limit ${oracle.limitSeconds} s)`);
  const started = performance.now();
  const failure = await run(oracle, unfinished);
  if (failure !== undefined || !existsSync(unfinished)) {
    rmSync(unfinished, { force: true, recursive: true });
    return `${oracle.name}: not built, because the build failed: ${failure ?? 'it left no program'}`;
  }
  renameSync(unfinished, place);
  return `${oracle.name}: built in ${((performance.now() - started) / 1000).toFixed(0)} s`;
}

for (const oracle of oracles) console.log(await provide(oracle));
