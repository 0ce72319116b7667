/** The few shapes of Kubernetes' protobuf bodies that cases send: kubectl writes built-in kinds this way and no other. */
type Part = Uint8Array;

/** A length-delimited field: a string, bytes or a message. */
export function field(number: number, content: string | Part): Part {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

export function message(...fields: readonly Part[]): Part {
  return Buffer.concat(fields);
}

/** The envelope around an object: magic bytes, then its type and its bytes. */
export function envelope(apiVersion: string, kind: string, object: Part): Part {
  const type = message(field(1, apiVersion), field(2, kind));
  return Buffer.concat([Buffer.from('k8s\0', 'latin1'), field(1, type), field(2, object)]);
}

function varint(value: number): Part {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
