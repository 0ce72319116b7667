import { StringDecoder } from 'node:string_decoder';
import { bufferOf } from '../platform/body.ts';
import { asRecord, parseJson } from './json.ts';

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

export interface WatchEvent {
  readonly type: WatchEventType;
  readonly object: Record<string, unknown>;
}

const types: ReadonlySet<string> = new Set<WatchEventType>(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);

/** Characters; more than any object has that an API server stores. */
export const largestLine = 16 * 1024 * 1024;

/**
 * The events of a watch, one JSON text per line, those of each chunk together: one turn of the event loop brings many.
 * Throws at what is none, at an endless line, and at half a line; what came before has been handed out then.
 */
export async function* watchEvents(
  body: AsyncIterable<Uint8Array>,
  limit = largestLine,
): AsyncGenerator<Iterable<WatchEvent>> {
  const decoder = new StringDecoder('utf8');
  let held = '';
  for await (const chunk of body) {
    const text = decoder.write(bufferOf(chunk));
    const first = text.indexOf('\n');
    if (first < 0) held += text;
    else {
      const last = text.lastIndexOf('\n');
      const cut = held + text.slice(0, first);
      held = text.slice(last + 1);
      yield eventsIn([cut, ...text.slice(first, last).split('\n')]);
    }
    if (held.length > limit) throw new Error(`A watch event is larger than ${limit} characters.`);
  }
  if (held + decoder.end() !== '') throw new Error('The watch ended in the middle of an event.');
}

function* eventsIn(lines: readonly string[]): Generator<WatchEvent> {
  for (const line of lines) if (line.trim() !== '') yield parseEvent(line);
}

function parseEvent(line: string): WatchEvent {
  const event = asRecord(parseJson(line));
  const object = asRecord(event?.object);
  const type = event?.type;
  if (typeof type !== 'string' || !types.has(type) || object === undefined) throw new Error('A watch event is none.');
  return { type: type as WatchEventType, object };
}
