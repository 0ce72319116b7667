import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** PEM of a server's certificate and key, and the files where their successors appear. */
export interface ServingCertificate {
  readonly cert: string;
  readonly key: string;
  readonly files: { readonly cert: string; readonly key: string };
}

/** Mounted Secrets change within two minutes, certificates long before they expire. */
const lookEveryMs = 30_000;

export interface FollowOptions {
  readonly server: Pick<Server, 'setSecureContext'>;
  readonly certificate: ServingCertificate;
  readonly clock: Clock;
  readonly log: Log;
  /** Told the certificate that is served from now on. */
  readonly changed?: (cert: string) => void;
}

/**
 * Serves what the files hold, also after they have changed; a pair that does not belong together is half written and
 * leaves the one before. The returned function ends it.
 */
export function followCertificate({ server, certificate, clock, log, changed }: FollowOptions): () => void {
  const { files } = certificate;
  let served = { cert: certificate.cert, key: certificate.key };
  let ended = false;
  let cancel: () => void = () => undefined;
  const look = async () => {
    try {
      const [cert, key] = await Promise.all([readFile(files.cert, 'utf8'), readFile(files.key, 'utf8')]);
      if (cert !== served.cert || key !== served.key) {
        createSecureContext({ cert, key });
        server.setSecureContext({ cert, key, minVersion: 'TLSv1.2' });
        served = { cert, key };
        changed?.(cert);
        log.info({ file: files.cert }, 'Serves a new certificate');
      }
    } catch (error) {
      log.warn({ error, file: files.cert }, 'The certificate cannot be read again; the one before is served');
    }
    if (!ended) again();
  };
  const again = () => {
    cancel = clock.after(lookEveryMs, () => void look());
  };
  again();
  return () => {
    ended = true;
    cancel();
  };
}
