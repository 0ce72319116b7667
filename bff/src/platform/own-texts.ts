/** From this length on, V8 may keep a piece of a text as a view that holds all of the text in memory. */
const shortestView = 13;
/** Longer ones are seldom equal, and are not worth remembering. */
const longestKnown = 200;
const mostKnown = 4_096;

/** Copies of pieces that hold nothing but themselves in memory. Equal ones are one copy, unless many others came between. */
export class OwnTexts {
  readonly #known = new Map<string, string>();

  of(piece: string): string {
    if (piece.length < shortestView) return piece;
    const known = this.#known.get(piece);
    if (known !== undefined) return known;
    const own = Buffer.from(piece, 'utf8').toString('utf8');
    if (own.length > longestKnown) return own;
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(own, own);
    return own;
  }
}
