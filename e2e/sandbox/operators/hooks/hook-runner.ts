import { parse } from 'yaml';
import { sleep } from '../api/time.ts';
import { ProgramFailure } from '../pods/program.ts';
import type { Exit, ProgramContext } from '../pods/program.ts';
import { runUntilStopped } from '../pods/shell.ts';

const exitAnnotation = 'sandbox/hook-exit-code';

interface Task {
  readonly name?: string;
  readonly debug?: { readonly msg?: unknown };
  readonly pause?: { readonly seconds?: unknown };
  readonly fail?: { readonly msg?: unknown };
}

/**
 * What stands for every image of hooks. With a playbook it plays the modules debug, pause and fail, of others it only
 * tells the names; without one it ends as the pod's annotation `sandbox/hook-exit-code` or the image's tag says:
 * `exit-<code>` or `hangs`.
 */
export async function runHook(context: ProgramContext): Promise<Exit> {
  const files = mountedFiles(context);
  for (const name of ['plan.yml', 'workload.yml']) describe(context, name, files.get(name));
  const playbook = files.get('playbook.yml') ?? '';
  if (playbook.trim() !== '') return play(context, playbook);
  const tag = /:([\w.-]+)$/.exec(context.container.image)?.[1] ?? '';
  if (tag === 'hangs') return runUntilStopped(context);
  const code = context.pod.metadata.annotations?.[exitAnnotation] ?? /^exit-(\d+)$/.exec(tag)?.[1] ?? '0';
  return { code: Number(code) };
}

function mountedFiles(context: ProgramContext): Map<string, string> {
  const mounts = (context.container.volumeMounts ?? []).map(({ mountPath }) => context.files(mountPath));
  return new Map(
    mounts.flatMap((mount) => [...mount].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')] as const)),
  );
}

function describe(context: ProgramContext, name: string, text: string | undefined): void {
  if (text === undefined) throw new ProgramFailure(`${name} is not mounted`);
  const content: unknown = parse(text);
  if (typeof content !== 'object' || content === null) throw new ProgramFailure(`${name} holds no object`);
  context.log(`${name}: ${Object.keys(content).join(', ')}`);
}

/** Exit codes are those of ansible-playbook: 2 for a failed task, 4 for what is no playbook. */
async function play(context: ProgramContext, playbook: string): Promise<Exit> {
  const plays = parsePlaybook(playbook);
  if (plays === undefined) {
    context.log('ERROR! A playbook must be a list of plays');
    return { code: 4 };
  }
  for (const { name, tasks } of plays) {
    context.log(`PLAY [${name}]`);
    for (const task of tasks) {
      context.log(`TASK [${task.name ?? 'task'}]`);
      if (!(await perform(context, task))) return { code: 2 };
    }
  }
  context.log('PLAY RECAP');
  return { code: 0 };
}

async function perform(context: ProgramContext, { debug, pause, fail }: Task): Promise<boolean> {
  if (debug) context.log(`ok: [localhost] => ${String(debug.msg)}`);
  if (pause) await sleep(context.clock, Number(pause.seconds) * 1000, context.signal);
  if (fail) context.log(`fatal: [localhost]: FAILED! => ${String(fail.msg)}`);
  return fail === undefined;
}

function parsePlaybook(text: string): { name: string; tasks: readonly Task[] }[] | undefined {
  const parsed = parseYaml(text);
  if (!Array.isArray(parsed)) return undefined;
  return parsed.map((entry: unknown) => {
    const { name = 'all', tasks = [] } = (entry ?? {}) as { name?: string; tasks?: readonly Task[] };
    return { name, tasks };
  });
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
