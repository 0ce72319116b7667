import { spawn } from 'node:child_process';

/** One command of a check or test run. */
export interface CommandStep {
  readonly name: string;
  readonly command: readonly string[];
  readonly limitSeconds: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Runs a command to its end or its limit, then kills its whole process group. Output is kept, and shown while `show` says so. */
export function runStep(step: CommandStep, show: { readonly live: boolean }): Promise<StepResult> {
  const started = process.hrtime.bigint();
  const [program = '', ...args] = step.command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...step.env },
    });
    let output = '';
    const keep = (chunk: Buffer | string) => {
      output += chunk.toString();
      if (show.live) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const killGroup = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group is gone already.
      }
    };
    const limit = setTimeout(() => {
      keep(`\n${step.name}: stopped after ${step.limitSeconds} s.\n`);
      killGroup();
    }, step.limitSeconds * 1000);
    process.once('exit', killGroup);
    const end = (ok: boolean) => {
      clearTimeout(limit);
      process.removeListener('exit', killGroup);
      // What the command left running would disturb the next one.
      killGroup();
      resolve({ name: step.name, ok, seconds: Number(process.hrtime.bigint() - started) / 1e9, output });
    };
    child.on('error', (error) => {
      keep(`${error.message}\n`);
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

/** Runs steps, at most `width` at a time, and reports each as it ends; then shows the output of what failed, whole. */
export async function runAll(steps: readonly CommandStep[], width: number): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const waiting = [...steps];
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step, { live: false });
      results.push(result);
      console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${result.name} (${result.seconds.toFixed(1)} s)`);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  for (const { name, output } of results.filter(({ ok }) => !ok)) console.log(`\nFAIL ${name}\n${output}`);
  return results;
}
