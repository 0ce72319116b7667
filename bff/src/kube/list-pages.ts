import type { KubeObject, Resource } from '../api/resource.ts';
import { ApiError, isExpired } from './api-error.ts';
import type { KubeList } from './client.ts';
import { asRecord, asString } from './json.ts';
import { apiVersionOf, collectionPath } from './paths.ts';
import type { Transport } from './transport.ts';

export interface Selection<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ListPagesOptions<T> {
  readonly signal?: AbortSignal;
  /** Called with each object when its page arrives, so that work on many is spread over time. */
  readonly each?: (object: T) => void;
}

const pageSize = 500;

/** Everything selected, page by page; in one piece where the list's snapshot expired between two pages. */
export async function listPages<T extends KubeObject>(
  transport: Transport,
  selection: Selection<T>,
  { signal, each }: ListPagesOptions<T> = {},
): Promise<KubeList<T>> {
  const items: T[] = [];
  const query = { labelSelector: selection.labelSelector, fieldSelector: selection.fieldSelector };
  const path = collectionPath(selection.resource, selection.namespace);
  const budget = transport.newBudget();
  const read = async (page: Record<string, string | number | undefined>) => {
    const answer = asRecord(
      await transport.json({ method: 'GET', path, query: { ...query, ...page }, signal, budget }),
    );
    if (!Array.isArray(answer?.items)) throw notAList(path);
    for (const item of answer.items as unknown[]) {
      const object = parseObject(selection.resource, item);
      each?.(object);
      items.push(object);
    }
    const metadata = asRecord(answer.metadata) ?? {};
    return { resourceVersion: asString(metadata.resourceVersion) ?? '', token: asString(metadata.continue) };
  };
  let page = await read({ limit: pageSize });
  try {
    while (page.token) page = await read({ limit: pageSize, continue: page.token });
  } catch (error) {
    if (!isExpired(error)) throw error;
    items.length = 0;
    page = await read({});
  }
  return { resourceVersion: page.resourceVersion, items };
}

/** Members of lists come without kind on some servers: they get theirs. */
export function parseObject<T extends KubeObject>(resource: Resource<T>, value: unknown): T {
  const object = asRecord(value);
  const metadata = asRecord(object?.metadata);
  if (object === undefined || typeof metadata?.name !== 'string') throw notAnObject(resource);
  object.apiVersion ??= apiVersionOf(resource);
  object.kind ??= resource.kind;
  return object as unknown as T;
}

function notAList(path: string): ApiError {
  return new ApiError({ status: 502, reason: 'BadGateway', message: `GET ${path}: the answer is not a list.` });
}

function notAnObject(resource: Resource): ApiError {
  return new ApiError({ status: 502, reason: 'BadGateway', message: `The answer is not a ${resource.kind}.` });
}
