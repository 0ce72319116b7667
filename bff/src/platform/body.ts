import { StringDecoder } from 'node:string_decoder';
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
  for await (const chunk of limited(body, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Like `readBytes`, for text in UTF-8. Its bytes are let go as they come: V8 collects the whole heap more often, the
 * more there is outside it.
 */
export async function readText(body: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<string> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  for await (const chunk of limited(body, options)) text += decoder.write(bufferOf(chunk));
  return text + decoder.end();
}

async function* limited(
  body: AsyncIterable<Uint8Array>,
  { limitBytes, signal }: ReadOptions,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of abortable(body, signal)) {
    total += chunk.length;
    if (total > limitBytes) throw new Error(`The answer is larger than ${limitBytes} bytes.`);
    yield chunk;
  }
}

/** The same bytes, not a copy. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
