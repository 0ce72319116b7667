import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import type { Figures } from './cache/client.ts';
import { changes, objects } from './cache/objects.ts';

/**
 * A cache of 100,000 objects of about 2 KB, filled by list and kept by watch: ours against the informer of
 * `@kubernetes/client-node`, each alone in a process, the server in a third one.
 */
const limitMs = 300_000;

function start(file: string, ...args: readonly string[]): ChildProcess {
  return fork(new URL(`cache/${file}`, import.meta.url), [...args]);
}

async function message(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  const signal = AbortSignal.timeout(limitMs);
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('A process of the bench ended before it had said all.');
  });
  const [said] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Record<string, unknown>];
  return said;
}

const server = start('server.ts');
const { url } = await message(server);

async function figuresOf(file: string, ...args: readonly string[]): Promise<Figures> {
  const client = start(file, String(url), ...args);
  await message(client);
  server.send('follow');
  const { figures } = await message(client);
  return figures as Figures;
}

const ours = await figuresOf('ours.ts');
const { longestSliceMs } = await figuresOf('ours.ts', 'slices');
const theirs = await figuresOf('client-node.ts');
server.disconnect();

const perSecond = ({ followCpuMs }: Figures) => Math.round((changes / followCpuMs) * 1000);
const ratio = (a: number, b: number) => (a / b).toFixed(2);
const load = loadavg()[0]?.toFixed(1) ?? '?';
console.log(
  `${objects} objects on ${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}, load ${load}`,
);
console.log(
  `filling: ${ours.syncCpuMs.toFixed(0)} ms CPU against ${theirs.syncCpuMs.toFixed(0)}: ${ratio(ours.syncCpuMs, theirs.syncCpuMs)} x`,
);
console.log(
  `peak RSS: ${ours.rssMiB.toFixed(0)} MiB against ${theirs.rssMiB.toFixed(0)}: ${ratio(ours.rssMiB, theirs.rssMiB)} x`,
);
console.log(
  `changes per CPU second: ${perSecond(ours)} against ${perSecond(theirs)}: ${ratio(perSecond(ours), perSecond(theirs))} x`,
);
console.log(`longest slice of the main thread: ${longestSliceMs.toFixed(1)} ms CPU`);

const wanted: readonly (readonly [claim: string, holds: boolean])[] = [
  ['filling takes less CPU than client-node', ours.syncCpuMs < theirs.syncCpuMs],
  ['less memory than client-node', ours.rssMiB < theirs.rssMiB],
  ['more changes per CPU second than client-node', perSecond(ours) > perSecond(theirs)],
  ['no slice above 20 ms of CPU', longestSliceMs <= 20],
];
for (const [claim] of wanted.filter(([, holds]) => !holds)) {
  console.log(`does not hold: ${claim}`);
  process.exitCode = 1;
}
