import type { JsonObject } from './json.ts';
import { assign } from './json.ts';
import { MESSAGES } from './protobuf-kinds.ts';
import type { ProtoField, ProtoMessage } from './protobuf-kinds.ts';
import { badRequest, unsupportedMediaType } from './status-error.ts';

const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);
const JSON_TYPES = ['application/json', 'application/yaml'];

interface Entry {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly value: number;
}

function readVarint(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let scale = 1;
  for (let index = from; index < bytes.length && index < from + 10; index++) {
    const byte = bytes[index] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return { value, next: index + 1 };
  }
  throw cutOff();
}

function cutOff(): Error {
  return badRequest('the protobuf body ends in the middle of a field');
}

function* entries(bytes: Uint8Array): Generator<Entry> {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const [number, wire] = [Math.floor(tag.value / 8), tag.value % 8];
    const head = readVarint(bytes, tag.next);
    if (wire === 0) {
      yield { number, bytes: new Uint8Array(), value: head.value };
      at = head.next;
    } else if (wire === 2) {
      if (head.next + head.value > bytes.length) throw cutOff();
      yield { number, bytes: bytes.subarray(head.next, head.next + head.value), value: 0 };
      at = head.next + head.value;
    } else throw unsupportedMediaType(JSON_TYPES);
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function scalar(field: ProtoField, entry: Entry): unknown {
  switch (field.type) {
    case 'text':
      return text(entry.bytes);
    case 'base64':
      return base64(entry.bytes);
    case 'number':
      return entry.value;
    case 'flag':
      return entry.value !== 0;
    case 'message':
      return readMessage(entry.bytes, field.message ?? {});
    case 'textMap':
    case 'base64Map': {
      const pair = [...entries(entry.bytes)];
      const part = (number: number) => pair.find((each) => each.number === number)?.bytes ?? new Uint8Array();
      return { [text(part(1))]: field.type === 'textMap' ? text(part(2)) : base64(part(2)) };
    }
  }
}

/** Fields the message does not name are left out, empty texts too: they are how absence is written. */
function readMessage(bytes: Uint8Array, message: ProtoMessage): JsonObject {
  const result: JsonObject = {};
  for (const entry of entries(bytes)) {
    const field = message[entry.number];
    if (field === undefined) continue;
    const value = scalar(field, entry);
    const present = result[field.name];
    if (field.type === 'textMap' || field.type === 'base64Map')
      result[field.name] = { ...(present as object | undefined), ...(value as object) };
    else if (field.repeated === true) result[field.name] = [...((present as unknown[] | undefined) ?? []), value];
    else if (value !== '') assign(result, field.name, value);
  }
  return result;
}

/**
 * Reads the kinds that kubectl's own commands write in protobuf. Throws 415 for all others: this server speaks JSON.
 */
export function parseProtobuf(body: Uint8Array): JsonObject {
  if (!MAGIC.equals(body.subarray(0, 4))) throw unsupportedMediaType(JSON_TYPES);
  const parts = [...entries(body.subarray(4))];
  const part = (number: number) => parts.find((entry) => entry.number === number)?.bytes ?? new Uint8Array();
  const head = readMessage(part(1), { 1: { name: 'apiVersion', type: 'text' }, 2: { name: 'kind', type: 'text' } });
  const kind = typeof head.kind === 'string' ? head.kind : '';
  const message = MESSAGES[kind];
  if (message === undefined) throw unsupportedMediaType(JSON_TYPES);
  return { ...head, ...readMessage(part(2), message) };
}
