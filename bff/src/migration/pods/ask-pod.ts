import { readBytes } from '../../platform/body.ts';
import type { Send } from '../../platform/wire.ts';

const limitBytes = 1024 * 1024;
const timeoutMs = 10_000;

/** The body of a 2xx answer of a pod, undefined while it does not answer so. */
export async function askPod(send: Send, url: string, method = 'GET'): Promise<string | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await send({ method, url, headers: {}, signal });
    const body = await readBytes(response.body, { limitBytes, signal });
    return response.status >= 200 && response.status < 300 ? body.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

export function podUrl(address: string, path: `:${number}/${string}`): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `http://${host}${path}`;
}
