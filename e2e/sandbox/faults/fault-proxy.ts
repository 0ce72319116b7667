import type { Clock } from '../clock.ts';
import { sleep } from '../clock.ts';
import { bodyOf, readText } from '../wire.ts';
import type { Handle, WireRequest, WireResponse } from '../wire.ts';
import { expiredLine, failureText, reset } from './fault-rules.ts';
import type { Fault, FaultRule } from './fault-rules.ts';
import { LineChannel, linesOf } from './line-channel.ts';

export interface FaultProxyOptions {
  /** URL of the API server, without a trailing slash. */
  readonly target: string;
  readonly send: Handle;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

interface OpenWatch {
  readonly channel: LineChannel;
  /** Lets go of the server. */
  readonly leave: () => void;
  /** Says nothing more until the fault is over. */
  mute: boolean;
}

interface ArmedRule extends FaultRule {
  left: number;
}

const ofConnections: ReadonlySet<string> = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding']);

/** Stands between clients and their API server, whichever that is, and does to lists and watches what rules say. */
export class FaultProxy {
  readonly #options: FaultProxyOptions;
  readonly #watches = new Set<OpenWatch>();
  /** Last full answers of lists, by what was asked. */
  readonly #answers = new Map<string, string>();
  readonly #lists = new Map<string, number>();
  #rules: ArmedRule[] = [];
  #period = new AbortController();

  constructor(options: FaultProxyOptions) {
    this.#options = options;
  }

  /** How often the server has answered a list of that path; further pages do not count. */
  lists(path: string): number {
    return this.#lists.get(path) ?? 0;
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  /** From now on these rules hold, also for the watches that are open. */
  strike(rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({ ...rule, left: rule.times ?? Number.POSITIVE_INFINITY }));
    for (const watch of [...this.#watches]) {
      const fault = this.#next('watches');
      if (fault !== undefined) this.#strikeOpen(watch, fault);
    }
  }

  /** No rule holds any longer. */
  heal(): void {
    this.#rules = [];
    this.#period.abort(new Error('The fault is over.'));
    this.#period = new AbortController();
    for (const { mute, channel } of [...this.#watches]) if (mute) channel.end(reset());
  }

  readonly handle: Handle = async (request) => {
    const url = new URL(request.url);
    const what = kindOf(request, url);
    if (what === undefined) return this.#forward(request, request.signal);
    const fault = this.#next(what);
    if (fault !== undefined) {
      const instead = await this.#instead(fault, what, url);
      if (instead !== undefined) return instead;
    }
    return what === 'lists' ? this.#list(request, url) : this.#watch(request, fault);
  };

  #next(what: 'lists' | 'watches'): Fault | undefined {
    for (const rule of this.#rules) {
      if (rule.left <= 0 || (rule.to !== undefined && rule.to !== what)) continue;
      if (rule.share !== undefined && this.#options.random() >= rule.share) continue;
      rule.left -= 1;
      return rule.fault;
    }
    return undefined;
  }

  /** What is answered in place of the server; `undefined` where it is asked all the same. */
  async #instead(fault: Fault, what: 'lists' | 'watches', url: URL): Promise<WireResponse | undefined> {
    switch (fault.type) {
      case 'reset':
        throw reset();
      case 'silence':
        await this.#untilHealed();
        throw reset();
      case 'delay':
        await this.#late(fault.ms);
        return undefined;
      case 'status':
        return failed(fault);
      case 'stale': {
        const text = what === 'lists' ? this.#answers.get(askedOf(url)) : undefined;
        return text === undefined ? undefined : json(200, text);
      }
      default:
        return undefined;
    }
  }

  async #list(request: WireRequest, url: URL): Promise<WireResponse> {
    const response = await this.#forward(request, request.signal);
    const text = await readText(response);
    if (response.status === 200 && !url.searchParams.has('continue')) {
      this.#lists.set(url.pathname, this.lists(url.pathname) + 1);
      if (!/"continue":"[^"]/.test(text)) this.#answers.set(askedOf(url), text);
    }
    return { ...response, body: bodyOf(text) };
  }

  async #watch(request: WireRequest, fault: Fault | undefined): Promise<WireResponse> {
    const gone = new AbortController();
    const leave = () => gone.abort(new Error('The watch is over.'));
    request.signal?.addEventListener('abort', leave, { once: true });
    const response = await this.#forward(request, gone.signal);
    if (response.status !== 200) return response;
    const watch: OpenWatch = { channel: new LineChannel(), leave, mute: false };
    this.#watches.add(watch);
    void this.#pump(response.body, watch);
    if (fault !== undefined) this.#strikeOpen(watch, fault);
    const done = () => {
      this.#watches.delete(watch);
      request.signal?.removeEventListener('abort', leave);
      leave();
    };
    return { ...response, body: watch.channel.read(done) };
  }

  async #pump(body: AsyncIterable<Uint8Array>, watch: OpenWatch): Promise<void> {
    const { channel } = watch;
    try {
      for await (const line of linesOf(body)) {
        if (channel.ended) return;
        await this.#passOn(line, watch);
      }
      if (!watch.mute) channel.end();
    } catch {
      if (!watch.mute) channel.end(reset());
    }
  }

  async #passOn(line: string, watch: OpenWatch): Promise<void> {
    const delay = this.#rules.find(({ fault, to }) => fault.type === 'delay' && to !== 'lists')?.fault;
    if (delay?.type === 'delay') await this.#late(delay.ms);
    const cut = this.#rules.find(({ fault, left }) => fault.type === 'cut' && left > 0);
    if (watch.mute) return;
    if (cut === undefined) {
      watch.channel.write(line);
      return;
    }
    cut.left -= 1;
    watch.channel.write(line.slice(0, Math.floor(line.length / 2)));
    this.#break(watch, reset());
  }

  #strikeOpen(watch: OpenWatch, fault: Fault): void {
    switch (fault.type) {
      case 'reset':
      case 'status':
        this.#break(watch, reset());
        break;
      case 'end':
        this.#break(watch);
        break;
      case 'expire':
        watch.channel.write(expiredLine());
        this.#break(watch);
        break;
      case 'silence':
        watch.mute = true;
        watch.leave();
        break;
      default:
        break;
    }
  }

  #break({ channel, leave }: OpenWatch, error?: Error): void {
    channel.end(error);
    leave();
  }

  #untilHealed(): Promise<void> {
    const { signal } = this.#period;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  async #late(ms: number): Promise<void> {
    await sleep(this.#options.clock, ms, this.#period.signal).catch(() => undefined);
  }

  #forward(request: WireRequest, signal: AbortSignal | undefined): Promise<WireResponse> {
    const { pathname, search } = new URL(request.url);
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ofConnections.has(name)));
    const { method, body } = request;
    const url = `${this.#options.target}${pathname}${search}`;
    return this.#options.send({
      method,
      url,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  }
}

/** Whether a request is a list or a watch of a collection; `undefined` for everything else, which is passed on. */
function kindOf({ method }: WireRequest, url: URL): 'lists' | 'watches' | undefined {
  if (method !== 'GET') return undefined;
  if (['1', 'true'].includes(url.searchParams.get('watch') ?? '')) return 'watches';
  return url.searchParams.has('limit') ? 'lists' : undefined;
}

/** What a list is about, however it is paged. */
function askedOf({ pathname, searchParams }: URL): string {
  return [pathname, searchParams.get('labelSelector') ?? '', searchParams.get('fieldSelector') ?? ''].join('?');
}

function json(status: number, text: string, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: bodyOf(text) };
}

function failed(fault: Extract<Fault, { type: 'status' }>): WireResponse {
  const { code, retryAfterSeconds } = fault;
  return json(
    code,
    failureText(fault),
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}
