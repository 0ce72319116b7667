import type { WireResponse } from '../../wire.ts';
import { bodyOf, header } from '../../wire.ts';
import { noSuchPath } from '../status-error.ts';
import type { Registry } from '../registry.ts';
import type { Exchange } from '../rest/exchange.ts';
import { answer } from '../rest/respond.ts';
import { aggregatedDiscovery, coreVersions, groupList, oneGroup, resourceList } from './discovery.ts';
import { openApiIndex, openApiV2, openApiV3 } from './openapi.ts';

/** What kubectl and the console choose their behaviour by. */
const VERSION = {
  major: '1',
  minor: '37',
  emulationMajor: '1',
  emulationMinor: '37',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '36',
  gitVersion: 'v1.37.1',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'sandbox/any',
};
const HEALTH: readonly string[] = ['/healthz', '/livez', '/readyz'];
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function wantsAggregated({ request }: Exchange): boolean {
  return (header(request, 'accept') ?? '').replaceAll(' ', '').includes('g=apidiscovery.k8s.io;v=v2;');
}

function text(content: string): WireResponse {
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: bodyOf(content) };
}

function root(exchange: Exchange, registry: Registry, which: 'api' | 'apis'): WireResponse {
  if (!wantsAggregated(exchange))
    return answer(200, which === 'api' ? coreVersions(exchange.url.host) : groupList(registry));
  const response = answer(200, aggregatedDiscovery(registry, which));
  return { ...response, headers: { ...response.headers, 'content-type': AGGREGATED, vary: 'Accept' } };
}

function found(value: unknown): WireResponse {
  if (value === undefined) throw noSuchPath();
  return answer(200, value);
}

/** Answers the paths that are no resource's: discovery, health, version, OpenAPI. Throws 404 for the rest. */
export function answerPath(exchange: Exchange, registry: Registry): WireResponse {
  const path = exchange.url.pathname.replace(/\/+$/, '') || '/';
  const parts = path.split('/').slice(1);
  if (HEALTH.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) return text('ok');
  switch (parts[0]) {
    case 'metrics':
      return text('');
    case 'version':
      return answer(200, VERSION);
    case 'api':
    case 'apis':
      return discover(exchange, registry, parts);
    case 'openapi':
      return openApi(exchange, registry, parts);
    case '':
      return answer(200, { paths: ['/api', '/apis', '/healthz', '/openapi/v3', '/version'] });
    default:
      throw noSuchPath();
  }
}

function discover(exchange: Exchange, registry: Registry, parts: readonly string[]): WireResponse {
  const [which = '', first, second] = parts;
  if (first === undefined) return root(exchange, registry, which === 'api' ? 'api' : 'apis');
  if (which === 'api') return found(resourceList(registry, '', first));
  return found(second === undefined ? oneGroup(registry, first) : resourceList(registry, first, second));
}

function openApi(exchange: Exchange, registry: Registry, parts: readonly string[]): WireResponse {
  const [, version, ...rest] = parts;
  if (version === 'v2') return openApiV2(exchange.request);
  if (version !== 'v3') throw noSuchPath();
  return rest.length === 0 ? answer(200, openApiIndex(registry)) : found(openApiV3(registry, rest));
}
