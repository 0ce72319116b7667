import type { WireRequest } from '../../wire.ts';
import { header } from '../../wire.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { ResourceType } from '../resource-type.ts';
import { apiVersionOf } from '../resource-type.ts';
import { notAcceptable } from '../status-error.ts';
import { columnDefinitions, tableRow } from './table.ts';

type Form = 'object' | 'Table' | 'PartialObjectMetadata';

interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** How objects are shown, as the Accept header asks. */
export interface Presentation {
  readonly form: Form;
  one(object: KubeObject): unknown;
  list(items: readonly KubeObject[], metadata: ListMetadata): unknown;
  /** For watches: a Table's columns are sent with the first event only. */
  event(): (object: KubeObject) => unknown;
}

const META = 'meta.k8s.io/v1';
const ACCEPTED = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

function formOf(request: WireRequest): Form {
  const accept = header(request, 'accept') ?? '*/*';
  const ranges = accept.split(',').map((range) => range.trim());
  for (const range of ranges) {
    const [media = '', ...parameters] = range.split(';').map((part) => part.trim());
    if (!['application/json', '*/*', 'application/*'].includes(media)) continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === undefined) return 'object';
    if (!parameters.includes('g=meta.k8s.io') || !parameters.includes('v=v1')) continue;
    if (as === 'Table') return 'Table';
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return 'PartialObjectMetadata';
  }
  throw notAcceptable(ACCEPTED);
}

function partial(object: KubeObject): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: META, metadata: object.metadata };
}

/** List items carry no kind for built-in types, as the API server writes them. */
function listed(type: ResourceType, object: KubeObject): unknown {
  if (type.custom) return object;
  return Object.fromEntries(Object.entries(object).filter(([field]) => field !== 'apiVersion' && field !== 'kind'));
}

export function presentation(
  type: ResourceType,
  request: WireRequest,
  options: { readonly now: number; readonly includeObject: string | null },
): Presentation {
  const form = formOf(request);
  const row = (object: KubeObject) => tableRow(type, object, options);
  const table = (rows: readonly unknown[], metadata: unknown) => ({
    kind: 'Table',
    apiVersion: META,
    metadata,
    columnDefinitions: columnDefinitions(type),
    rows,
  });
  switch (form) {
    case 'object':
      return {
        form,
        one: (object) => object,
        list: (items, metadata) => ({
          kind: type.listKind,
          apiVersion: apiVersionOf(type),
          metadata,
          items: items.map((item) => listed(type, item)),
        }),
        event: () => (object) => object,
      };
    case 'PartialObjectMetadata':
      return {
        form,
        one: partial,
        list: (items, metadata) => ({
          kind: 'PartialObjectMetadataList',
          apiVersion: META,
          metadata,
          items: items.map(partial),
        }),
        event: () => partial,
      };
    case 'Table':
      return {
        form,
        one: (object) => table([row(object)], { resourceVersion: object.metadata.resourceVersion }),
        list: (items, metadata) => table(items.map(row), metadata),
        event: () => {
          let first = true;
          return (object) => {
            const shown = table([row(object)], { resourceVersion: object.metadata.resourceVersion });
            const result = first ? shown : { ...shown, columnDefinitions: null };
            first = false;
            return result;
          };
        },
      };
  }
}
