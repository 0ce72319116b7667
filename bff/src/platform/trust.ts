/** Whether the certificate of a TLS endpoint is verified, and against what besides the public authorities. */
export type Trust =
  | {
      readonly mode: 'verify';
      /** PEM of the authorities to accept. */
      readonly ca?: string;
    }
  | {
      readonly mode: 'pin';
      /** PEM of the one certificate that is accepted, whatever names it bears and whoever signed it. */
      readonly certificate: string;
    }
  | { readonly mode: 'skip' };

/** What a certificate must be or be signed by, besides the public authorities; undefined where nothing is told. */
export function authorityOf(trust: Trust): string | undefined {
  if (trust.mode === 'skip') return undefined;
  return trust.mode === 'pin' ? trust.certificate : trust.ca;
}

/** How a server is reached and trusted. */
export interface Link {
  readonly trust: Trust;
  /** URL of an HTTP proxy, perhaps with credentials, or `direct`; without it, as the process is told. */
  readonly proxy?: string;
}
