/** Objects in one piece: some hundred kilobytes, so that others get their turn in between. */
const pieceLength = 50;

/** The JSON text of a value; of a long list in pieces. */
export function* jsonPieces(value: unknown): Iterable<string> {
  if (!Array.isArray(value) || value.length <= pieceLength) {
    yield JSON.stringify(value);
    return;
  }
  for (let start = 0; start < value.length; start += pieceLength) {
    const inner = JSON.stringify(value.slice(start, start + pieceLength)).slice(1, -1);
    yield `${start === 0 ? '[' : ','}${inner}`;
  }
  yield ']';
}
