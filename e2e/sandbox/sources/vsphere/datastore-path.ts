import type { Clock } from '../../clock.ts';
import type { WireRequest, WireResponse } from '../../wire.ts';
import { bodyOf, header, jsonResponse } from '../../wire.ts';
import type { DiskContent, Extent } from '../../seeds/disk-content.ts';
import { findDatastore, findFile, listDirectory } from './datastore-files.ts';
import { paced } from './fault-rules.ts';
import type { Inventory } from './inventory.ts';
import type { Sessions } from './sessions.ts';
import { escapeXml } from './xml.ts';

const chunkBytes = 1024 * 1024;

export interface DatastorePathParts {
  readonly inventory: Inventory;
  readonly sessions: Sessions;
  readonly clock: Clock;
  /** Of each connection; unlimited when not given. */
  readonly bytesPerSecond?: number;
}

/**
 * `/folder/<path>?dcPath=&dsName=`: flat files with ranges, descriptors and listings. What NFC and VDDK would do is asked
 * for by `extents=1`, the ranges that hold data, and `chain=1`, the disk that a descriptor makes with all files below it.
 */
export class DatastorePath {
  readonly #parts: DatastorePathParts;
  readonly #served = new Map<string, number>();

  constructor(parts: DatastorePathParts) {
    this.#parts = parts;
  }

  /** Bytes of flat files sent so far, by `[datastore] path`. */
  get servedBytes(): ReadonlyMap<string, number> {
    return this.#served;
  }

  handle(request: WireRequest, url: URL): WireResponse {
    if (!this.#isAuthenticated(request)) {
      return plain(401, 'Unauthorized', { 'www-authenticate': 'Basic realm="VMware HTTP server"' });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return plain(405, 'Method Not Allowed', { allow: 'GET, HEAD' });
    const { inventory } = this.#parts;
    const datastore = findDatastore(
      inventory,
      url.searchParams.get('dcPath') ?? '',
      url.searchParams.get('dsName') ?? '',
    );
    const path = decodePath(url.pathname);
    if (datastore === undefined || path === undefined) return plain(404, 'Not Found');
    const as = url.searchParams.get('chain') === '1' ? 'disk' : 'file';
    const file = findFile(inventory, datastore, { path, as, now: this.#parts.clock.now() });
    if (file === undefined) {
      const names = listDirectory(inventory, datastore, path);
      return names === undefined ? plain(404, 'Not Found') : listing(names, path, url.search);
    }
    if (file.kind === 'delta') return plain(409, 'The file depends on others and cannot be read by itself.');
    if (file.kind === 'descriptor') return this.#send(request, { size: Buffer.byteLength(file.text), text: file.text });
    if (file.locked) return plain(423, 'The file is locked by a running virtual machine.');
    if (url.searchParams.get('extents') === '1') return jsonResponse(200, file.content.extents());
    const key = `[${datastore.name}] ${path}`;
    return this.#send(request, { size: file.content.capacityBytes, content: file.content, key });
  }

  #isAuthenticated(request: WireRequest): boolean {
    const { sessions } = this.#parts;
    if (sessions.find(header(request, 'cookie')) !== undefined) return true;
    const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
    if (basic === undefined) return false;
    const [user = '', ...password] = Buffer.from(basic, 'base64').toString('utf8').split(':');
    return sessions.accepts(user, password.join(':'));
  }

  #send(
    request: WireRequest,
    file: { size: number; text: string } | { size: number; content: DiskContent; key: string },
  ): WireResponse {
    const range = parseRange(header(request, 'range'), file.size);
    if (range === 'unsatisfiable')
      return plain(416, 'Range Not Satisfiable', { 'content-range': `bytes */${file.size}` });
    const { offset, length } = range ?? { offset: 0, length: file.size };
    const headers = {
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      'content-length': String(length),
      ...(range ? { 'content-range': `bytes ${offset}-${offset + length - 1}/${file.size}` } : {}),
    };
    const status = range ? 206 : 200;
    if (request.method === 'HEAD') return { status, headers, body: bodyOf('') };
    if ('text' in file)
      return { status, headers, body: bodyOf(Buffer.from(file.text).subarray(offset, offset + length)) };
    const body = this.#stream(file, { offset, length }, request.signal);
    const { bytesPerSecond, clock } = this.#parts;
    return {
      status,
      headers,
      body: bytesPerSecond === undefined ? body : paced(body, bytesPerSecond, clock, request.signal),
    };
  }

  async *#stream(
    file: { content: DiskContent; key: string },
    range: Extent,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    const end = range.offset + range.length;
    for (let offset = range.offset; offset < end && !signal?.aborted; offset += chunkBytes) {
      const chunk = file.content.read(offset, Math.min(chunkBytes, end - offset));
      this.#served.set(file.key, (this.#served.get(file.key) ?? 0) + chunk.length);
      yield await Promise.resolve(chunk);
    }
  }
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body: bodyOf(`${text}\n`) };
}

function decodePath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname.replace(/^\/folder\/?/, '')).replace(/\/$/, '');
  } catch {
    return undefined;
  }
}

function listing(names: readonly string[], path: string, search: string): WireResponse {
  const prefix = path === '' ? '/folder/' : `/folder/${encodeURI(path)}/`;
  const rows = names.map(
    (name) => `<li><a href="${escapeXml(`${prefix}${encodeURIComponent(name)}${search}`)}">${escapeXml(name)}</a></li>`,
  );
  const html = `<!DOCTYPE html><html><head><title>Index of ${escapeXml(path)}</title></head><body><ul>${rows.join('')}</ul></body></html>`;
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: bodyOf(html) };
}

/** One range of a Range header; undefined for none, and for forms that may be ignored (RFC 9110, 14.2). */
export function parseRange(value: string | undefined, size: number): Extent | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(value ?? '');
  if (match === null) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { offset: size - length, length };
  }
  const offset = Number(from);
  if (offset >= size) return 'unsatisfiable';
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return last < offset ? undefined : { offset, length: last - offset + 1 };
}
