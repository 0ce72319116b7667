/** Whether the certificate of a TLS endpoint is verified, and against what besides the public authorities. */
export type Trust =
  | {
      readonly mode: 'verify';
      /** PEM of the authorities to accept. */
      readonly ca?: string;
    }
  | { readonly mode: 'skip' };
