import { sleep } from '../api/time.ts';
import type { Exit, Program, ProgramContext } from './program.ts';

export const succeed: Program = () => Promise.resolve({ code: 0 });

/** Runs until it is told to stop, as a pause container does. */
export const runUntilStopped: Program = ({ signal }) =>
  new Promise((resolve) => {
    const stop = () => {
      resolve({ code: 0 });
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });

/** Understands as much of a command line as consumers of volumes use: sleep, exit, true and false. */
export const runShell: Program = async (context) => {
  const text = [...(context.container.command ?? []), ...(context.container.args ?? [])].join(' ');
  const wait = /sleep\s+(infinity|\d+)/.exec(text)?.[1];
  if (wait === 'infinity') return runUntilStopped(context);
  if (wait !== undefined && !(await sleepFor(context, Number(wait)))) return { code: 143 };
  return exitOf(text);
};

async function sleepFor({ clock, signal }: ProgramContext, seconds: number): Promise<boolean> {
  try {
    await sleep(clock, seconds * 1000, signal);
    return true;
  } catch {
    return false;
  }
}

function exitOf(text: string): Exit {
  const code = /exit\s+(\d+)/.exec(text)?.[1];
  if (code !== undefined) return { code: Number(code) };
  return { code: /(^|[\s/])false(\s|$)/.test(text) ? 1 : 0 };
}
