import { createAuthority, createCertificate, type KeyPair } from '@gantry/sandbox/certificates.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { bodyOf, jsonResponse, type WireRequest, type WireResponse } from '@gantry/sandbox/wire.ts';
import type { Body } from './body.ts';

/** The request part of an AdmissionReview. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: string;
  readonly object: Body | null;
  readonly oldObject: Body | null;
  readonly [field: string]: unknown;
}

/** What a webhook received, with the address it was called at. */
export interface Call {
  readonly url: URL;
  readonly headers: WireRequest['headers'];
  readonly review: { readonly apiVersion: string; readonly kind: string; readonly request: AdmissionRequest };
}

/** The response part of an AdmissionReview; uid and `allowed: true` are added where they are missing. */
export type Verdict = Readonly<Record<string, unknown>>;
/** `text` is sent as it is; no answer at all is `silence`. */
export type Reply = Verdict | { readonly status: number; readonly text: string } | 'silence';

export type Answerer = (request: AdmissionRequest) => Reply | Promise<Reply>;

export const patchOf = (...operations: readonly Readonly<Record<string, unknown>>[]): Verdict => ({
  patchType: 'JSONPatch',
  patch: Buffer.from(JSON.stringify(operations)).toString('base64'),
});

export const refusal = (status?: Readonly<Record<string, unknown>>): Verdict => ({ allowed: false, status });

let certificates: Promise<{ readonly authority: KeyPair; readonly own: KeyPair }> | undefined;

async function createCertificates() {
  const authority = await createAuthority(Date.now());
  return { authority, own: await createCertificate('localhost', authority, Date.now()) };
}

/** Webhooks on a loopback port, each at a path of its own. */
export class WebhookServer {
  readonly #answers = new Map<string, Answerer>();
  readonly #calls: Call[] = [];
  #url = '';
  #ca = '';
  #close = () => Promise.resolve();

  static async start(): Promise<WebhookServer> {
    const server = new WebhookServer();
    certificates ??= createCertificates();
    const { authority, own } = await certificates;
    const at = { host: '127.0.0.1', port: 0, tls: own };
    const listener = await new SocketNetwork().listen((request) => server.#handle(request), at);
    server.#url = listener.url;
    server.#ca = authority.cert;
    server.#close = () => listener.close();
    return server;
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** The clientConfig that leads to a path. */
  clientConfig(path: string): { url: string; caBundle: string } {
    return { url: `${this.#url}/${path}`, caBundle: Buffer.from(this.#ca).toString('base64') };
  }

  answer(path: string, reply: Answerer): void {
    this.#answers.set(`/${path}`, reply);
  }

  /** In the order in which they came. */
  calls(path: string): readonly Call[] {
    return this.#calls.filter(({ url }) => url.pathname === `/${path}`);
  }

  async #handle(request: WireRequest): Promise<WireResponse> {
    const url = new URL(request.url);
    const review = JSON.parse(Buffer.from(request.body ?? '').toString('utf8')) as Call['review'];
    this.#calls.push({ url, headers: request.headers, review });
    const reply = (await this.#answers.get(url.pathname)?.(review.request)) ?? {};
    if (reply === 'silence') return new Promise((_, reject) => onAbort(request, reject));
    if ('text' in reply && typeof reply.status === 'number')
      return {
        status: reply.status,
        headers: { 'content-type': 'application/json' },
        body: bodyOf(String(reply.text)),
      };
    return jsonResponse(200, {
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: review.request.uid, allowed: true, ...reply },
    });
  }
}

function onAbort({ signal }: WireRequest, reject: (error: Error) => void): void {
  signal?.addEventListener('abort', () => reject(new Error('The caller went away.')), { once: true });
}
