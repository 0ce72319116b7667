import { rootCertificates } from 'node:tls';
import { httpSend, type HttpSend } from './http-send.ts';
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
    const trusting = trust.mode === 'skip' ? { trust: 'skip' as const } : { ca: this.#authorities(trust.ca) };
    const sender = httpSend({ ...trusting, ...route });
    this.#senders.set(key, sender);
    return sender;
  }

  #authorities(own: string | undefined): string[] {
    return [...rootCertificates, ...[this.#options.extraCa, own].filter((pem) => pem !== undefined)];
  }
}
