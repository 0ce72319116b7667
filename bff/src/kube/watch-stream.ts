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

/**
 * The events of a watch, one JSON text per line, those of each chunk together: one turn of the event loop brings many.
 * Throws at what is none, at an endless line, and at half a line; what came before has been handed out then.
 */
export async function* watchEvents(
  body: AsyncIterable<Uint8Array>,
  limitBytes = largestLine,
): AsyncGenerator<Iterable<WatchEvent>> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    const end = chunk.lastIndexOf(newline);
    if (end < 0) held.push(chunk);
    else {
      const complete = Buffer.concat([...held, chunk.subarray(0, end)]).toString('utf8');
      held = [chunk.subarray(end + 1)];
      size = 0;
      yield eventsIn(complete);
    }
    size += chunk.length - (end + 1);
    if (size > limitBytes) throw new Error(`A watch event is larger than ${limitBytes} bytes.`);
  }
  if (size > 0) throw new Error('The watch ended in the middle of an event.');
}

function* eventsIn(lines: string): Generator<WatchEvent> {
  for (const line of lines.split('\n')) if (line.trim() !== '') yield parseEvent(line);
}

function parseEvent(line: string): WatchEvent {
  const event = asRecord(parseJson(line));
  const object = asRecord(event?.object);
  const type = event?.type;
  if (typeof type !== 'string' || !types.has(type) || object === undefined) throw new Error('A watch event is none.');
  return { type: type as WatchEventType, object };
}
