import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { bodyOf } from '@gantry/sandbox/wire.ts';
import { expect, it } from 'vitest';
import { certificateProbe } from './certificate.ts';
import { httpSend } from './http-send.ts';

/** A vCenter's certificate is signed by an authority of its own; what the user confirms is the certificate alone. */
it('trusts exactly the certificate that was confirmed, though not its authority', async () => {
  const authority = await createAuthority(Date.now());
  const confirmed = await createCertificate('vc.example.com', authority, Date.now());
  const other = await createCertificate('vc.example.com', authority, Date.now());
  const handle = () => Promise.resolve({ status: 204, headers: {}, body: bodyOf('') });
  const network = new SocketNetwork();
  const mine = await network.listen(handle, { host: '127.0.0.1', port: 0, tls: confirmed });
  const theirs = await network.listen(handle, { host: '127.0.0.1', port: 0, tls: other });
  const send = httpSend({ ca: confirmed.cert });
  try {
    const link = { trust: { mode: 'verify', ca: confirmed.cert } } as const;
    const probe = certificateProbe();
    expect((await probe(mine.url, link)).trusted).toBe(true);
    expect((await probe(theirs.url, link)).trusted).toBe(false);
    expect((await send({ method: 'GET', url: mine.url, headers: {} })).status).toBe(204);
    await expect(send({ method: 'GET', url: theirs.url, headers: {} })).rejects.toThrow();
  } finally {
    await send.close();
    await mine.close();
    await theirs.close();
  }
});
