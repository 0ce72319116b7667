import type { Pod } from '../../api/kinds/core.ts';
import type { MachineScope } from '../scope.ts';
import { readingSource } from '../source/reading-source.ts';

interface LogPart {
  readonly tailLines: number;
  readonly limitBytes: number;
}

const end: LogPart = { tailLines: 20, limitBytes: 4096 };

/** What a pod that failed said of itself, without the source's password and what looks like a secret. */
export interface Testimony {
  /** The last lines of its log; empty where they cannot be had. */
  readonly log: string;
  /** One line: how its container ended, else the last of the log; empty where neither says anything. */
  readonly words: string;
}

export async function testimony(scope: MachineScope, pod: Pod): Promise<Testimony> {
  const hidden = await passwords(scope);
  const log = redact(await lastLines(scope, pod, end), hidden).slice(-end.limitBytes);
  const ended = pod.status?.containerStatuses?.[0]?.state?.terminated?.message;
  return { log, words: lastWords(ended ? redact(ended, hidden) : log) };
}

/** As much of the log as findings are looked for in. */
const wholeLog: LogPart = { tailLines: 5000, limitBytes: 1024 * 1024 };

/** Its end as far as it is read at all, without the source's password and what looks like a secret. */
export async function redactedLog(scope: MachineScope, pod: Pod): Promise<string> {
  return redact(await lastLines(scope, pod, wholeLog), await passwords(scope));
}

/** Of every way to the source that can be had now: none hides another. */
async function passwords(scope: MachineScope): Promise<string[]> {
  const ways = await Promise.allSettled([scope.source(), readingSource(scope, 'copy')]);
  return ways.flatMap((way) => (way.status === 'fulfilled' ? [way.value.connection.password] : []));
}

async function lastLines({ client }: MachineScope, pod: Pod, part: LogPart): Promise<string> {
  const { name, namespace } = pod.metadata;
  const container = pod.spec.containers[0]?.name;
  try {
    return await client.podLog({ name, namespace }, { ...part, ...(container && { container }) });
  } catch {
    return '';
  }
}

/** The last line that says something, for a sentence. */
export function lastWords(log: string): string {
  return log.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';
}

export function redact(text: string, hidden: readonly string[]): string {
  const known = hidden
    .filter((secret) => secret.length > 3)
    .reduce((rest, secret) => rest.replaceAll(secret, '•••'), text);
  return known
    .replace(/((?:password|passwd|secret|token|authorization)["']?\s*[:=]\s*)\S+/gi, '$1•••')
    .replace(/(:\/\/[^\s:/@]+:)[^\s@/]+@/g, '$1•••@');
}
