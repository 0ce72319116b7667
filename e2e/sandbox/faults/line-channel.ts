/** A body that is written from outside, and may end with an error: the connection broke there. */
export class LineChannel {
  readonly #chunks: Uint8Array[] = [];
  #end: { readonly error?: Error } | undefined;
  #wake: () => void = () => undefined;

  get ended(): boolean {
    return this.#end !== undefined;
  }

  write(text: string): void {
    if (this.#end !== undefined) return;
    this.#chunks.push(Buffer.from(text));
    this.#wake();
  }

  end(error?: Error): void {
    this.#end ??= error === undefined ? {} : { error };
    this.#wake();
  }

  /** `done` is called when nobody reads on. */
  async *read(done: () => void): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) yield chunk;
        else if (this.#end?.error !== undefined) throw this.#end.error;
        else if (this.#end !== undefined) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      done();
    }
  }
}

/** The lines of a body, each with its end. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of body) {
    const lines = (held + decoder.decode(chunk, { stream: true })).split('\n');
    held = lines.pop() ?? '';
    for (const line of lines) yield `${line}\n`;
  }
  if (held !== '') yield held;
}
