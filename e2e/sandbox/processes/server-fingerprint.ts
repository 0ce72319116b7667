import tls from 'node:tls';

const limitMs = 5_000;

/** SHA-1 of the certificate that is served at an https URL; undefined for other URLs. */
export function serverFingerprint(url: string): Promise<string | undefined> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:') return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const socket = tls.connect(
      { host: hostname, port: Number(port || 443), rejectUnauthorized: false, timeout: limitMs },
      () => {
        resolve(socket.getPeerCertificate().fingerprint);
        socket.end();
      },
    );
    socket.on('timeout', () => socket.destroy(new Error(`No answer from ${hostname} within ${limitMs} ms.`)));
    socket.on('error', reject);
  });
}
