/** 32 bits that depend on every character of `text`. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash, text.length);
}

/** Spreads two 32-bit numbers over one. */
export function mix(a: number, b: number): number {
  let state = Math.imul(a ^ (b + 0x9e3779b9), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 15), 0xc2b2ae35);
  state = Math.imul(state ^ (state >>> 13), 0x27d4eb2f);
  return (state ^ (state >>> 16)) >>> 0;
}

/** A repeatable sequence of numbers in [0, 1). */
export function seededRandom(seed: string): () => number {
  const key = hash32(seed);
  let count = 0;
  return () => {
    count += 1;
    return mix(key, count) / 0x1_0000_0000;
  };
}

/** Hexadecimal digits (lower case) that depend on `text` only. */
export function seededHex(text: string, digits: number): string {
  let hex = '';
  for (let part = 0; hex.length < digits; part += 1) {
    hex += hash32(`${part}/${text}`).toString(16).padStart(8, '0');
  }
  return hex.slice(0, digits);
}

/** A UUID that depends on `text` only. */
export function seededUuid(text: string): string {
  const hex = seededHex(text, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
