import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pluginAssets } from './plugin-assets.ts';

let folder = '';
let server: Server;

/** A path as it is, which `fetch` would tidy up. */
async function get(path: string, headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  const request = http.get({ host: '127.0.0.1', port, path, headers });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const body = await response.reduce<string>((text, chunk: Buffer) => text + chunk.toString('utf8'), '');
  return { status: response.statusCode, headers: response.headers, body };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-assets-'));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'locales/en'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(dist, '.built-from'), 'hash');
  await writeFile(join(dist, 'plugin-manifest.json'), '{}');
  await writeFile(join(dist, 'plugin-entry.a674848c898919a5c873.min.js'), '1;');
  await writeFile(join(dist, 'plans-chunk-0bbcdff547d4798297f7.min.js'), '1;');
  await writeFile(join(dist, 'locales/en/plugin__gantry.json'), '{"a":"b"}');
  server = http.createServer(express().use('/plugin', pluginAssets(dist)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

it.each([
  ['the manifest', '/plugin/plugin-manifest.json', /^application\/json/, 'public, no-cache'],
  ['a translation', '/plugin/locales/en/plugin__gantry.json', /^application\/json/, 'public, no-cache'],
  [
    'the entry',
    '/plugin/plugin-entry.a674848c898919a5c873.min.js',
    /^text\/javascript/,
    'public, max-age=31536000, immutable',
  ],
  [
    'a hashed script',
    '/plugin/plans-chunk-0bbcdff547d4798297f7.min.js',
    /^text\/javascript/,
    'public, max-age=31536000, immutable',
  ],
])('serves %s with its type and for how long it may be kept', async (_, path, type, cacheControl) => {
  const { status, headers } = await get(path);
  expect(status).toBe(200);
  expect(headers['content-type']).toMatch(type);
  expect(headers['cache-control']).toBe(cacheControl);
});

it('says that a file has not changed', async () => {
  const { headers } = await get('/plugin/plugin-manifest.json');
  expect((await get('/plugin/plugin-manifest.json', { 'if-none-match': headers.etag ?? '' })).status).toBe(304);
});

it.each([
  ['a parent folder', '/plugin/../secret.txt'],
  ['an encoded parent folder', '/plugin/%2e%2e/secret.txt'],
  ['an encoded separator', '/plugin/..%2fsecret.txt'],
  ['a backslash', '/plugin/..%5csecret.txt'],
  ['a zero byte', '/plugin/plugin-manifest.json%00.js'],
  ['a hidden file', '/plugin/.built-from'],
  ['a folder', '/plugin/locales'],
  ['the root', '/plugin/'],
])('does not serve %s', async (_, path) => {
  const { status, body } = await get(path);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body).not.toBe('secret');
});
