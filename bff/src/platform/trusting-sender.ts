import { rootCertificates } from 'node:tls';
import { httpSend, type HttpSend } from './http-send.ts';
import type { Trust } from './trust.ts';
import type { Send } from './wire.ts';

export interface TrustingSendersOptions {
  /** The cluster's bundle (PEM): trusted besides the public authorities. */
  readonly extraCa?: string;
  /** IP address to which all of them connect. */
  readonly address?: string;
}

/** Senders by trust, one pool each; closed together. */
export class TrustingSenders {
  readonly #options: TrustingSendersOptions;
  readonly #senders = new Map<string, HttpSend>();

  constructor(options: TrustingSendersOptions = {}) {
    this.#options = options;
  }

  readonly for = (trust: Trust): Send => {
    const key = JSON.stringify(trust);
    const present = this.#senders.get(key);
    if (present !== undefined) return present;
    const { address } = this.#options;
    const trusting = trust.mode === 'skip' ? { trust: 'skip' as const } : { ca: this.#authorities(trust.ca) };
    const sender = httpSend({ ...trusting, ...(address === undefined ? {} : { address }) });
    this.#senders.set(key, sender);
    return sender;
  };

  async close(): Promise<void> {
    await Promise.all([...this.#senders.values()].map((sender) => sender.close()));
    this.#senders.clear();
  }

  #authorities(own: string | undefined): string[] {
    return [...rootCertificates, ...[this.#options.extraCa, own].filter((pem) => pem !== undefined)];
  }
}
