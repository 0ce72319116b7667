import type { WireResponse } from '../../wire.ts';
import { bodyOf } from '../../wire.ts';
import type { KubeObject } from '../object.ts';
import { containersOf } from '../kinds/pod.ts';
import { textAt } from '../json.ts';
import { badRequest } from '../status-error.ts';
import type { Exchange } from './exchange.ts';
import { numberOf } from './exchange.ts';
import { truthy } from './request-info.ts';

export interface LogLine {
  /** Milliseconds. */
  readonly time: number;
  readonly text: string;
}

export interface LogQuestion {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** Lines a container has written; `undefined` when the source knows nothing of it. */
export type LogSource = (question: LogQuestion) => readonly LogLine[] | undefined;

const KEPT_LINES = 10_000;

/** Logs of containers: put here over HTTP, or asked of a source in this process. */
export class PodLogs {
  readonly #lines = new Map<string, LogLine[]>();
  #source: LogSource = () => undefined;

  setSource(source: LogSource): void {
    this.#source = source;
  }

  append(question: LogQuestion, lines: readonly LogLine[]): void {
    const key = keyOf(question);
    const kept = [...(this.#lines.get(key) ?? []), ...lines];
    this.#lines.set(key, kept.slice(-KEPT_LINES));
  }

  read(question: LogQuestion): readonly LogLine[] {
    return this.#source(question) ?? this.#lines.get(keyOf(question)) ?? [];
  }

  forget(namespace: string, pod: string): void {
    for (const key of this.#lines.keys()) if (key.startsWith(`${namespace}/${pod}/`)) this.#lines.delete(key);
  }
}

function keyOf({ namespace, pod, container }: LogQuestion): string {
  return `${namespace}/${pod}/${container}`;
}

function containerName(pod: KubeObject, asked: string | null): string {
  const names = containersOf(pod).map(({ container }) => textAt(container, 'name') ?? '');
  const { name } = pod.metadata;
  if (asked !== null && asked !== '') {
    if (!names.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
    return asked;
  }
  const main = containersOf(pod).filter(({ field }) => field.startsWith('spec.containers'));
  if (main.length > 1)
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  return textAt(main[0]?.container, 'name') ?? '';
}

/** `pods/NAME/log`. A log is answered as it is now; `follow` ends with it. */
export function answerLog(exchange: Exchange, pod: KubeObject, logs: PodLogs, now: number): WireResponse {
  const { query } = exchange;
  const container = containerName(pod, query.get('container'));
  if (truthy(query.get('previous')))
    throw badRequest(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  if ((textAt(pod.spec, 'nodeName') ?? '') === '') return { status: 204, headers: {}, body: bodyOf('') };
  const since = numberOf(query, 'sinceSeconds');
  const tail = numberOf(query, 'tailLines');
  const limit = numberOf(query, 'limitBytes');
  const stamped = truthy(query.get('timestamps'));
  let lines = logs.read({ namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, container });
  if (since !== undefined) lines = lines.filter((line) => line.time >= now - since * 1000);
  if (tail !== undefined) lines = tail === 0 ? [] : lines.slice(-tail);
  const text = lines.map((line) => `${stamped ? `${new Date(line.time).toISOString()} ` : ''}${line.text}\n`).join('');
  const bytes = Buffer.from(text);
  return {
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: bodyOf(limit === undefined ? bytes : bytes.subarray(0, limit)),
  };
}
