import { HttpError } from '@openshift-console/dynamic-plugin-sdk/lib/utils/error/http-error';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

function csrfToken(): string {
  return /(?:^|; )csrf-token=([^;]*)/.exec(document.cookie)?.[1] ?? '';
}

/** The console's fetch: CSRF header, a time limit (ms; 0 disables it), and an HttpError for every status of 400 or more. */
export async function consoleFetch(url: string, options: RequestInit = {}, timeout = 60_000): Promise<Response> {
  const headers = new Headers(options.headers);
  if (!safeMethods.has(options.method ?? 'GET')) headers.set('X-CSRFToken', csrfToken());
  const limit = timeout > 0 ? AbortSignal.timeout(timeout) : undefined;
  const signals = [options.signal, limit].filter((signal) => signal instanceof AbortSignal);
  const response = await fetch(url, {
    ...options,
    headers,
    signal: signals.length > 0 ? AbortSignal.any(signals) : undefined,
  });
  if (response.ok) return response;
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Proxies answer in plain text.
  }
  const message = (json as { message?: unknown } | undefined)?.message;
  throw new HttpError(
    typeof message === 'string' ? message : text || response.statusText,
    response.status,
    response,
    json,
  );
}
