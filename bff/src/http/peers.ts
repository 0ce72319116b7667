import { request as plainRequest, type ClientRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { httpSend, type HttpSend } from '../platform/http-send.ts';
import type { Send, WireRequest } from '../platform/wire.ts';

export interface PeersOptions {
  /** PEM of the certificate that this process serves, with those of its authorities. Absent = plain HTTP on loopback. */
  readonly cert?: string;
  /** Name that certificates of all replicas bear, whatever address one is reached at. */
  readonly servername: string;
}

const hostAndPort = /^(\[[\da-f:.]+\]|[\w.-]+):\d{1,5}$/i;
const loopback = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/**
 * How one replica reaches another: all of them serve the same Secret, so what this one serves is what it trusts, and the
 * one it served before too, since replicas see a new one within minutes of each other.
 */
export class Peers {
  readonly #servername: string;
  #trusted: readonly string[] | undefined;
  #line: HttpSend;

  constructor({ cert, servername }: PeersOptions) {
    this.#servername = servername;
    this.#trusted = cert === undefined ? undefined : [cert];
    this.#line = this.#open();
  }

  /** Trusts the certificate that is served from now on. */
  renewed(cert: string): void {
    const before = this.#line;
    this.#trusted = [cert, ...(this.#trusted ?? []).slice(0, 1)];
    this.#line = this.#open();
    void before.close();
  }

  /** Origin of the replica at `host:port`; undefined where a token must not be sent. */
  origin(address: string): string | undefined {
    const host = hostAndPort.exec(address)?.[1];
    if (host === undefined || (this.#trusted === undefined && !loopback.test(host))) return undefined;
    return `${this.#trusted === undefined ? 'http' : 'https'}://${address}`;
  }

  readonly send: Send = (request: WireRequest) => this.#line(request);

  /** For what becomes something else than an answer: an upgrade. */
  request(url: string, options: RequestOptions): ClientRequest {
    if (this.#trusted === undefined) return plainRequest(url, options);
    const trust = { ca: [...this.#trusted], servername: this.#servername, allowPartialTrustChain: true };
    return tlsRequest(url, { ...options, ...trust });
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #open(): HttpSend {
    const ca = this.#trusted;
    return httpSend(ca === undefined ? {} : { ca, servername: this.#servername, connectTimeoutMs: 3_000 });
  }
}
