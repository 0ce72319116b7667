import { asRecord, parseJson } from './json.ts';

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

export interface WatchEvent {
  readonly type: WatchEventType;
  readonly object: Record<string, unknown>;
}

const types: ReadonlySet<string> = new Set<WatchEventType>(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);
const newline = 10;

/** Larger than any object that an API server stores. */
export const largestLine = 16 * 1024 * 1024;

/** The events of a watch, one JSON text per line. Throws at what is none, at an endless line, and at half a line. */
export async function* watchEvents(
  body: AsyncIterable<Uint8Array>,
  limitBytes = largestLine,
): AsyncGenerator<WatchEvent> {
  for await (const line of lines(body, limitBytes)) if (line.trim() !== '') yield parseEvent(line);
}

async function* lines(body: AsyncIterable<Uint8Array>, limitBytes: number): AsyncGenerator<string> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      held.push(chunk.subarray(start, end));
      yield Buffer.concat(held).toString('utf8');
      held = [];
      size = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    held.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > limitBytes) throw new Error(`A watch event is larger than ${limitBytes} bytes.`);
  }
  if (size > 0) throw new Error('The watch ended in the middle of an event.');
}

function parseEvent(line: string): WatchEvent {
  const event = asRecord(parseJson(line));
  const object = asRecord(event?.object);
  const type = event?.type;
  if (typeof type !== 'string' || !types.has(type) || object === undefined) throw new Error('A watch event is none.');
  return { type: type as WatchEventType, object };
}
