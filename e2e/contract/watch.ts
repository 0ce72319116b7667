import type { Dispatcher } from 'undici';
import type { WatchEvent } from './body.ts';

/** An open watch: its events in order. */
export class Watch {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly #lines: AsyncGenerator<WatchEvent, void>;
  readonly #gone: AbortController;
  readonly #patienceMs: number;

  constructor(response: Dispatcher.ResponseData, gone: AbortController, patienceMs: number) {
    this.status = response.statusCode;
    this.headers = response.headers;
    this.#lines = events(response.body);
    this.#gone = gone;
    this.#patienceMs = patienceMs;
  }

  /** The next event; undefined when the server has ended the watch. */
  async next(): Promise<WatchEvent | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No event within ${this.#patienceMs} ms.`)), this.#patienceMs);
    });
    try {
      const result = await Promise.race([this.#lines.next(), late]);
      return result.done === true ? undefined : result.value;
    } finally {
      clearTimeout(timer);
    }
  }

  async take(count: number): Promise<WatchEvent[]> {
    let taken = 0;
    return this.until(() => ++taken === count);
  }

  /** All events up to the first for which `last` holds. */
  async until(last: (event: WatchEvent) => boolean): Promise<WatchEvent[]> {
    const seen: WatchEvent[] = [];
    for (;;) {
      const event = await this.next();
      if (event === undefined)
        throw new Error(`The watch ended after ${JSON.stringify(seen.map(({ type }) => type))}.`);
      seen.push(event);
      if (last(event)) return seen;
    }
  }

  /** All events up to the end of the watch by the server. */
  async rest(): Promise<WatchEvent[]> {
    const seen: WatchEvent[] = [];
    for (let event = await this.next(); event !== undefined; event = await this.next()) seen.push(event);
    return seen;
  }

  async close(): Promise<void> {
    this.#gone.abort();
    await this.#lines.return(undefined).catch(() => undefined);
  }
}

async function* events(body: AsyncIterable<Uint8Array>): AsyncGenerator<WatchEvent, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as WatchEvent;
  }
}
