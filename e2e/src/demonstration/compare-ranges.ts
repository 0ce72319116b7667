export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** The parts of `whole` that lie in none of `holes`. */
export function without(whole: Range, holes: readonly Range[]): Range[] {
  const parts: Range[] = [];
  let from = whole.offset;
  const end = whole.offset + whole.length;
  for (const hole of [...holes].sort((left, right) => left.offset - right.offset)) {
    const holeEnd = hole.offset + hole.length;
    if (holeEnd <= from || hole.offset >= end) continue;
    if (hole.offset > from) parts.push({ offset: from, length: hole.offset - from });
    from = Math.max(from, holeEnd);
  }
  if (from < end) parts.push({ offset: from, length: end - from });
  return parts;
}

/** First byte in which two blocks differ; -1 when they are equal. */
export function firstDifference(left: Uint8Array, right: Uint8Array): number {
  if (Buffer.compare(left, right) === 0) return -1;
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index += 1) if (left[index] !== right[index]) return index;
  return shorter;
}
