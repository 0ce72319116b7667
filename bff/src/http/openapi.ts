import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Endpoint } from '../api/http/endpoint.ts';
import { endpoints } from '../api/http/endpoints.ts';
import { problem } from '../api/http/shapes.ts';
import type { OpenRoute } from './server.ts';

const description =
  'What the console of Gantry is made of. Every request carries the bearer token of its user; every read is authorised ' +
  'for that user, every write made with that token. Live pages: a ticket from `openLive` opens the WebSocket ' +
  '`/api/v1/live?ticket=…`, whose messages subscribe to GET operations.';

function fieldsOf(schema: z.ZodType): z.ZodObject | undefined {
  return schema instanceof z.ZodObject && Object.keys(schema.shape).length > 0 ? schema : undefined;
}

function register(registry: OpenAPIRegistry, id: string, { method, path, summary, ...endpoint }: Endpoint): void {
  const hasBody = method === 'POST' || method === 'PUT';
  registry.registerPath({
    operationId: id,
    method: method.toLowerCase() as 'get' | 'post' | 'put' | 'delete',
    path: path.replace(/:(\w+)/g, '{$1}'),
    summary,
    security: [{ bearer: [] }],
    request: {
      params: fieldsOf(endpoint.params),
      query: fieldsOf(endpoint.query),
      ...(hasBody ? { body: { required: true, content: { 'application/json': { schema: endpoint.body } } } } : {}),
    },
    responses: {
      200: { description: 'The answer.', content: { 'application/json': { schema: endpoint.answer } } },
      default: {
        description: 'A problem; `code` is stable.',
        content: { 'application/problem+json': { schema: problem } },
      },
    },
  });
}

/** The OpenAPI 3.1 document of `/api/v1`, made from the contract's table. */
export function openApiDocument(version: string): Record<string, unknown> {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  for (const [id, endpoint] of Object.entries(endpoints)) register(registry, id, endpoint);
  const generated = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Gantry', version, description },
    servers: [{ url: '/api/v1' }],
  });
  return JSON.parse(JSON.stringify(generated)) as Record<string, unknown>;
}

/** Serves the document; it tells nothing that the repository does not. */
export function openApiRoute(version: string): OpenRoute {
  const body = JSON.stringify(openApiDocument(version));
  return {
    path: '/api/v1/openapi.json',
    answer: () => Promise.resolve({ status: 200, type: 'application/json', body }),
  };
}
