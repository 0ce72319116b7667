import { rootCertificates } from 'node:tls';
import { httpSend, type HttpSend } from './http-send.ts';
import type { Trust } from './trust.ts';
import type { Send } from './wire.ts';

/** Senders by trust, one pool each; closed together. */
export class TrustingSenders {
  readonly #extraCa: string | undefined;
  readonly #senders = new Map<string, HttpSend>();

  /** `extraCa` is the cluster's bundle: trusted besides the public authorities. */
  constructor(extraCa?: string) {
    this.#extraCa = extraCa;
  }

  readonly for = (trust: Trust): Send => {
    const key = JSON.stringify(trust);
    const present = this.#senders.get(key);
    if (present !== undefined) return present;
    const sender = httpSend(trust.mode === 'skip' ? { trust: 'skip' } : { ca: this.#authorities(trust.ca) });
    this.#senders.set(key, sender);
    return sender;
  };

  async close(): Promise<void> {
    await Promise.all([...this.#senders.values()].map((sender) => sender.close()));
    this.#senders.clear();
  }

  #authorities(own: string | undefined): string[] {
    return [...rootCertificates, ...[this.#extraCa, own].filter((pem) => pem !== undefined)];
  }
}
