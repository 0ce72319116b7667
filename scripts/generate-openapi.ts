import { format, resolveConfig } from 'prettier';
import { openApiDocument } from '../bff/src/http/openapi.ts';
import { version } from '../bff/src/version.ts';

const path = 'docs/openapi.json';

/** The HTTP contract, for readers and other clients. */
export async function generateOpenApi(): Promise<Map<string, string>> {
  const style = await resolveConfig(path);
  const content = await format(JSON.stringify(openApiDocument(version)), { ...style, parser: 'json' });
  return new Map([[path, content]]);
}
