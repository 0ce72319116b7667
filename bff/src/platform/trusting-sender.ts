import { rootCertificates } from 'node:tls';
import { httpSend, type HttpSend, type HttpSendOptions } from './http-send.ts';
import { routeTo, type Route, type RouteRules } from './route.ts';
import type { Link, Trust } from './trust.ts';
import type { Send } from './wire.ts';

export interface TrustingSendersOptions extends RouteRules {
  /** The cluster's bundle (PEM): trusted besides the public authorities. */
  readonly extraCa?: string;
}

/** Senders by link, one pool each; closed together. */
export class TrustingSenders {
  readonly #options: TrustingSendersOptions;
  readonly #senders = new Map<string, HttpSend>();

  constructor(options: TrustingSendersOptions = {}) {
    this.#options = options;
  }

  readonly for =
    ({ trust, proxy }: Link): Send =>
    async (request) =>
      this.#sender(trust, routeTo(request.url, proxy, this.#options))(request);

  async close(): Promise<void> {
    await Promise.all([...this.#senders.values()].map((sender) => sender.close()));
    this.#senders.clear();
  }

  #sender(trust: Trust, route: Route): HttpSend {
    const key = JSON.stringify([trust, route.proxy]);
    const present = this.#senders.get(key);
    if (present !== undefined) return present;
    const sender = httpSend({ ...this.#trusting(trust), ...route });
    this.#senders.set(key, sender);
    return sender;
  }

  #trusting(trust: Trust): HttpSendOptions {
    if (trust.mode === 'skip') return { trust: 'skip' };
    if (trust.mode === 'pin') return { ca: trust.certificate, names: 'any' };
    return { ca: this.#authorities(trust.ca) };
  }

  #authorities(own: string | undefined): string[] {
    return [...rootCertificates, ...[this.#options.extraCa, own].filter((pem) => pem !== undefined)];
  }
}
