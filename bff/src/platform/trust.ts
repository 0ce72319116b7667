/** Whether the certificate of a TLS endpoint is verified, and against what besides the public authorities. */
export type Trust =
  | {
      readonly mode: 'verify';
      /** PEM of the authorities to accept. */
      readonly ca?: string;
    }
  | { readonly mode: 'skip' };

/** How a server is reached and trusted. */
export interface Link {
  readonly trust: Trust;
  /** URL of an HTTP proxy, perhaps with credentials, or `direct`; without it, as the process is told. */
  readonly proxy?: string;
}
