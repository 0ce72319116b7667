import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { WireRequest, WireResponse } from '../../wire.ts';
import { bodyOf, header, readBody } from '../../wire.ts';

/** Answers that are not longer are sent as they are. */
const THRESHOLD_BYTES = 128 * 1024;
const compress = promisify(gzip);

/** A whole answer, compressed where the client takes that. Not for streams. */
export async function compressed(request: WireRequest, response: WireResponse): Promise<WireResponse> {
  const accepted = (header(request, 'accept-encoding') ?? '').split(',').map((one) => one.trim());
  if (!accepted.includes('gzip')) return response;
  const body = await readBody(response);
  if (body.length <= THRESHOLD_BYTES) return { ...response, body: bodyOf(body) };
  const headers = { ...response.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
  return { ...response, headers, body: bodyOf(await compress(body)) };
}
