export interface BackoffShape {
  readonly firstMs: number;
  readonly longestMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Pauses that double from `firstMs` to `longestMs`, each shortened by up to a half at random. */
export class Backoff {
  readonly #shape: BackoffShape;
  #nextMs: number;

  constructor(shape: BackoffShape) {
    this.#shape = shape;
    this.#nextMs = shape.firstMs;
  }

  next(): number {
    const { longestMs, random } = this.#shape;
    const pause = this.#nextMs * (0.5 + random() / 2);
    this.#nextMs = Math.min(longestMs, this.#nextMs * 2);
    return pause;
  }

  reset(): void {
    this.#nextMs = this.#shape.firstMs;
  }
}
