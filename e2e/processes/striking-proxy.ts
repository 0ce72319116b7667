import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { SocketNetwork, type Listener } from '@gantry/sandbox/network.ts';
import type { Handle, WireRequest } from '@gantry/sandbox/wire.ts';

/** Where the service is struck: at its `write`-th write from when the strike is awaited, 1 being the next. */
export interface Strike {
  readonly write: number;
  readonly kind: StrikeKind;
}

export const strikeKinds = ['killed before it', 'killed after it', 'its answer lost'] as const;
export type StrikeKind = (typeof strikeKinds)[number];

const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Leases and events say nothing about a migration, and reviews and dry runs change nothing. */
const idle = /\/(leases|events|[a-z]+reviews)\b|[?&]dryRun=/;
const ofConnections: ReadonlySet<string> = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding']);

/** Stands between the service and its API server, whichever that is, and strikes at chosen writes. */
export class StrikingProxy {
  /** Every write so far that counts, as `METHOD path`. */
  readonly writes: string[] = [];
  readonly #network = new SocketNetwork();
  readonly #target: string;
  #listener: Listener | undefined;
  #armed: { readonly strike: Strike; readonly struck: (write: string) => void } | undefined;
  #count = 0;
  #kill: () => Promise<void> = () => Promise.resolve();

  /** `target` is the URL of the API server, without a trailing slash. */
  constructor(target: string) {
    this.#target = target;
  }

  /** Its URL, without a trailing slash, and the PEM of the authority that signed its certificate. */
  async listen(): Promise<{ readonly url: string; readonly ca: string }> {
    const authority = await createAuthority(Date.now());
    const tls = await createCertificate('proxy.sandbox.test', authority, Date.now());
    this.#listener = await this.#network.listen(this.#handle, { host: '127.0.0.1', port: 0, tls });
    return { url: this.#listener.url, ca: authority.cert };
  }

  close(): Promise<void> {
    return this.#listener?.close() ?? Promise.resolve();
  }

  /** Resolves with the write that was struck, or undefined when there was none within `limitMs`. */
  struck(strike: Strike, kill: () => Promise<void>, limitMs: number): Promise<string | undefined> {
    this.#kill = kill;
    this.#count = 0;
    return new Promise((resolve) => {
      const end = (write: string | undefined) => {
        clearTimeout(limit);
        this.#armed = undefined;
        resolve(write);
      };
      const limit = setTimeout(end, limitMs, undefined);
      this.#armed = { strike, struck: end };
    });
  }

  readonly #handle: Handle = async (request) => {
    const armed = this.#armed;
    if (!writing.has(request.method) || idle.test(request.url)) return this.#forward(request);
    this.writes.push(`${request.method} ${new URL(request.url).pathname}`);
    if (armed === undefined) return this.#forward(request);
    this.#count += 1;
    if (this.#count !== armed.strike.write) return this.#forward(request);
    const { kind } = armed.strike;
    if (kind !== 'killed before it') {
      const answer = await this.#forward({ ...request, signal: undefined });
      const chunks = answer.body[Symbol.asyncIterator]();
      while (!(await chunks.next()).done);
    }
    if (kind !== 'its answer lost') await this.#kill();
    armed.struck(`${request.method} ${new URL(request.url).pathname}`);
    throw new Error('The connection is cut.');
  };

  #forward(request: WireRequest): ReturnType<Handle> {
    const { pathname, search } = new URL(request.url);
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ofConnections.has(name)));
    return this.#network.send({ ...request, url: `${this.#target}${pathname}${search}`, headers });
  }
}
