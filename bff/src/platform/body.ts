import { orAborted } from './abort.ts';

/** The chunks of a body; stops with the signal's reason even where the sender ignores the signal. */
export async function* abortable(body: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  let over = false;
  try {
    for (;;) {
      const next = await orAborted(iterator.next(), signal);
      if (next.done) {
        over = true;
        return;
      }
      yield next.value;
    }
  } finally {
    // Not awaited: a body that never answers would hold its reader back.
    if (!over) iterator.return?.().catch(() => undefined);
  }
}

export interface ReadOptions {
  readonly limitBytes: number;
  readonly signal?: AbortSignal;
}

/** Reads a body to its end; rejects when it is larger than the limit. */
export async function readBytes(body: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of abortable(body, options.signal)) {
    total += chunk.length;
    if (total > options.limitBytes) throw new Error(`The answer is larger than ${options.limitBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
