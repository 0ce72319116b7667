import type { Handle, WireResponse } from '../../wire.ts';
import { header } from '../../wire.ts';
import { textAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import { StatusError, badRequest } from '../status-error.ts';
import type { Exchange } from './exchange.ts';

/** `[scheme:]name[:port]`, as paths below `pods` name whom they ask. */
export function askedPod(text: string): { readonly scheme: string; readonly name: string; readonly port: string } {
  const parts = text.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  if (parts.length > 3 || !['', 'http', 'https'].includes(scheme) || name === '')
    throw badRequest(`invalid pod request "${text}"`);
  return { scheme: scheme || 'http', name, port };
}

/** `pods/NAME:PORT/proxy/PATH`: the pod's own answer. Real servers refuse loopback addresses, which pods have here. */
export async function answerProxy(exchange: Exchange, pod: KubeObject, send: Handle): Promise<WireResponse> {
  const { request, url } = exchange;
  const { pathname, search } = url;
  const [, asked = '', rest = ''] = /\/pods\/([^/]+)\/proxy(\/.*)?$/.exec(pathname) ?? [];
  const { scheme, port } = askedPod(decodeURIComponent(asked));
  const address = textAt(pod, 'status', 'podIP') ?? '';
  if (address === '') throw badRequest('address not allowed');
  const host = port === '' ? address : `${address}:${port}`;
  try {
    return await send({
      method: request.method,
      url: `${scheme}://${host}${rest || '/'}${search}`,
      headers: { accept: header(request, 'accept') ?? '*/*' },
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StatusError({
      code: 503,
      reason: 'ServiceUnavailable',
      message: `error trying to reach service: ${why}`,
    });
  }
}
