import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { createAuthority, createCertificate, fingerprintOf, type KeyPair } from '@gantry/sandbox/certificates.ts';
import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLog } from './log.ts';
import { followCertificate } from './serving-certificate.ts';

const clock = new VirtualClock();
let folder: string;
let server: https.Server;
let first: KeyPair;
let second: KeyPair;
let stop: () => void;
let lines: string[];

const files = () => ({ cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') });

async function write({ cert, key }: KeyPair): Promise<void> {
  await writeFile(files().cert, cert);
  await writeFile(files().key, key);
}

async function served(): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-certificate-'));
  const authority = await createAuthority(Date.now());
  first = await createCertificate('one.test', authority, Date.now());
  second = await createCertificate('two.test', authority, Date.now());
  await write(first);
  server = https.createServer(first).listen(0, '127.0.0.1');
  await once(server, 'listening');
  lines = [];
  const log = createLog({ level: 'info', write: (line) => lines.push(line) });
  stop = followCertificate({ server, certificate: { ...first, files: files() }, clock, log });
});
afterEach(async () => {
  stop();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

it('serves what the files hold since', async () => {
  expect(await served()).toBe(fingerprintOf(first.cert));
  await write(second);
  await clock.advance(30_000);
  await vi.waitFor(async () => {
    expect(await served()).toBe(fingerprintOf(second.cert));
  });
});

it.each([
  ['a certificate without its key', () => writeFile(files().cert, second.cert)],
  ['files that are gone', () => rm(files().cert)],
  ['no certificate', () => writeFile(files().cert, 'soon')],
])('goes on with the one before over %s, and with the next', async (_, damage) => {
  await damage();
  await clock.advance(30_000);
  await vi.waitFor(() => {
    expect(lines.join('')).toContain('the one before is served');
  });
  expect(await served()).toBe(fingerprintOf(first.cert));
  await write(second);
  await vi.waitFor(async () => {
    await clock.advance(30_000);
    expect(await served()).toBe(fingerprintOf(second.cert));
  });
});
