/** One HTTP exchange. Servers of the sandbox are functions of it, so that tests can call them without a socket. */
export interface WireRequest {
  readonly method: string;
  /** Absolute URL, query included. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** Aborted when the client goes away: streaming answers must end then. */
  readonly signal?: AbortSignal;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
}

export type Handle = (request: WireRequest) => Promise<WireResponse>;

const encoder = new TextEncoder();

/** A body of one chunk. */
export function bodyOf(content: string | Uint8Array): AsyncIterable<Uint8Array> {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content;
  return {
    async *[Symbol.asyncIterator]() {
      if (bytes.length > 0) yield await Promise.resolve(bytes);
    },
  };
}

/** Reads a body to its end; refuses more than `limitBytes`. */
export async function readBody(response: WireResponse, limitBytes = 64 * 1024 * 1024): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of response.body) {
    total += chunk.length;
    if (total > limitBytes) throw new Error(`The body is larger than ${limitBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readText(response: WireResponse): Promise<string> {
  return Buffer.from(await readBody(response)).toString('utf8');
}

export function header(request: Pick<WireRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

export function jsonResponse(status: number, value: unknown, headers: Record<string, string> = {}): WireResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: bodyOf(JSON.stringify(value)) };
}
