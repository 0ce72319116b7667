import type { WireResponse } from '../../wire.ts';
import { jsonResponse } from '../../wire.ts';
import type { StatusError } from '../status-error.ts';

function warningHeader(warnings: readonly string[]): Record<string, string | readonly string[]> {
  if (warnings.length === 0) return {};
  const lines = warnings.map((text) => `299 - "${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  return { warning: lines };
}

export function answer(status: number, value: unknown, warnings: readonly string[] = []): WireResponse {
  const response = jsonResponse(status, value);
  return {
    ...response,
    headers: { ...response.headers, 'cache-control': 'no-cache, private', ...warningHeader(warnings) },
  };
}

export function failure(error: StatusError, warnings: readonly string[] = []): WireResponse {
  const response = jsonResponse(error.code, error.status, { ...error.headers });
  return { ...response, headers: { ...response.headers, ...warningHeader(warnings) } };
}
