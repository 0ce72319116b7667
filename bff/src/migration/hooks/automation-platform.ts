import { z } from 'zod';
import { readBytes } from '../../platform/body.ts';
import type { Send } from '../../platform/wire.ts';

const limitBytes = 4 * 1024 * 1024;
const timeoutMs = 30_000;
/** Where a platform keeps its controller's interface. */
const base = '/api/controller/v2';
/** Jobs of a template that are looked through for one of ours, newest first. */
const looksBack = 200;

const template = z.looseObject({ ask_variables_on_launch: z.boolean().optional() });
const launched = z.looseObject({ id: z.number().int() });
const job = z.looseObject({ status: z.string() });
const jobs = z.looseObject({
  results: z.array(z.looseObject({ id: z.number().int(), extra_vars: z.string().optional() })),
});

/** What a platform answered instead of what it was asked for. */
export class PlatformError extends Error {
  /** It may answer otherwise later. */
  readonly isPassing: boolean;

  constructor(message: string, options: { readonly isPassing: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'PlatformError';
    this.isPassing = options.isPassing;
  }
}

export interface PlatformAccess {
  /** Without a trailing slash. */
  readonly url: string;
  readonly token: string;
  readonly send: Send;
}

/** Job templates of an Ansible Automation Platform. Everything throws PlatformError. */
export class AutomationPlatform {
  readonly #access: PlatformAccess;

  constructor(access: PlatformAccess) {
    this.#access = access;
  }

  /** Whether what a job is launched with reaches it: a template may ignore that. */
  async takesVariables(templateId: number): Promise<boolean> {
    const found = await this.#ask('GET', `/job_templates/${templateId}/`, template);
    return found.ask_variables_on_launch === true;
  }

  /** Answers the id of the job; each call makes another one. */
  async launch(templateId: number, variables: Readonly<Record<string, string>>): Promise<number> {
    return (await this.#ask('POST', `/job_templates/${templateId}/launch/`, launched, { extra_vars: variables })).id;
  }

  /** The job of the template that was launched with this value of a variable. */
  async find(templateId: number, [name, value]: readonly [string, string]): Promise<number | undefined> {
    const path = `/job_templates/${templateId}/jobs/?order_by=-id&page_size=${looksBack}`;
    const { results } = await this.#ask('GET', path, jobs);
    return results.find(({ extra_vars = '' }) => variableOf(extra_vars, name) === value)?.id;
  }

  async status(jobId: number): Promise<string> {
    return (await this.#ask('GET', `/jobs/${jobId}/`, job)).status;
  }

  /** What the job printed. */
  output(jobId: number): Promise<string> {
    return this.#text('GET', `/jobs/${jobId}/stdout/?format=txt`);
  }

  /** Nothing happens to one that has ended. */
  async cancel(jobId: number): Promise<void> {
    await this.#text('POST', `/jobs/${jobId}/cancel/`, {}, [405]);
  }

  async #ask<T>(method: string, path: string, shape: z.ZodType<T>, body?: object): Promise<T> {
    const parsed = shape.safeParse(parseJson(await this.#text(method, path, body)));
    if (parsed.success) return parsed.data;
    throw new PlatformError('the automation platform answers what cannot be understood', { isPassing: false });
  }

  async #text(method: string, path: string, body?: object, expected: readonly number[] = []): Promise<string> {
    const { url, token, send } = this.#access;
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = {
      authorization: `Bearer ${token}`,
      accept: '*/*',
      ...(body && { 'content-type': 'application/json' }),
    };
    try {
      const response = await send({
        method,
        url: `${url}${base}${path}`,
        headers,
        signal,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = (await readBytes(response.body, { limitBytes, signal })).toString('utf8');
      if ((response.status >= 200 && response.status < 300) || expected.includes(response.status)) return text;
      throw refused(response.status);
    } catch (error) {
      if (error instanceof PlatformError) throw error;
      throw new PlatformError('the automation platform does not answer', { isPassing: true, cause: error });
    }
  }
}

/** Without its words: they may repeat what it was sent. */
function refused(status: number): PlatformError {
  const words: Readonly<Record<number, string>> = {
    401: 'the automation platform refuses the token',
    403: 'the token may not do that at the automation platform',
    404: 'the automation platform has no such job template or job',
  };
  const isPassing = status >= 500 || status === 429 || status === 408;
  return new PlatformError(words[status] ?? `the automation platform answers ${status}`, { isPassing });
}

function variableOf(text: string, name: string): unknown {
  const variables = parseJson(text);
  return typeof variables === 'object' && variables !== null
    ? (variables as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
