import { parseBody } from '../decode.ts';
import { isObject, objectAt, textAt } from '../json.ts';
import type { Deletion } from '../write-options.ts';
import type { Propagation } from '../propagation.ts';
import type { ResourceType } from '../resource-type.ts';
import { invalid } from '../status-error.ts';
import { checkSize, contentTypeOf } from './bodies.ts';
import type { Exchange } from './exchange.ts';
import { dryRunOf, numberOf } from './exchange.ts';

/** What a DELETE asks for, in its body or its query. */
export function deletionOptions(exchange: Exchange) {
  const { query, request } = exchange;
  checkSize(exchange);
  const body = (request.body?.length ?? 0) > 0 ? parseBody(request.body, contentTypeOf(exchange)) : {};
  const grace = objectAt(body) === undefined ? undefined : (body as Record<string, unknown>).gracePeriodSeconds;
  const seconds = typeof grace === 'number' ? grace : numberOf(query, 'gracePeriodSeconds');
  const propagation = textAt(body, 'propagationPolicy') ?? query.get('propagationPolicy') ?? undefined;
  const dryRun = dryRunOf(query) || (isObject(body) && Array.isArray(body.dryRun) && body.dryRun.includes('All'));
  return {
    dryRun,
    asked: {
      ...(dryRun ? { dryRun: ['All'] } : {}),
      ...(seconds === undefined ? {} : { gracePeriodSeconds: seconds }),
      ...(propagation === undefined ? {} : { propagationPolicy: propagation }),
      ...(isObject(body) && isObject(body.preconditions) ? { preconditions: body.preconditions } : {}),
    },
    ...(seconds === undefined ? {} : { gracePeriodSeconds: seconds }),
    ...(propagation === undefined ? {} : { propagation: propagationOf(propagation) }),
    ...precondition(body, 'uid'),
    ...precondition(body, 'resourceVersion'),
  };
}

function precondition(body: unknown, field: 'uid' | 'resourceVersion'): { uid?: string; resourceVersion?: string } {
  const value = textAt(body, 'preconditions', field);
  return value === undefined ? {} : { [field]: value };
}

const PROPAGATIONS: readonly Propagation[] = ['Foreground', 'Background', 'Orphan'];

function propagationOf(text: string): Propagation {
  const found = PROPAGATIONS.find((propagation) => propagation === text);
  if (found === undefined)
    throw invalid({ group: 'meta.k8s.io', plural: 'options', kind: 'DeleteOptions' }, '', [
      {
        reason: 'FieldValueNotSupported',
        field: 'propagationPolicy',
        message: `Unsupported value: "${text}": supported values: "Background", "Foreground", "Orphan"`,
      },
    ]);
  return found;
}

/** Kinds whose deletion is answered with the object even when it is gone at once. */
const SHOWN_WHEN_GONE: readonly string[] = [
  '/persistentvolumeclaims',
  '/persistentvolumes',
  '/pods',
  '/resourcequotas',
  '/serviceaccounts',
  '/services',
];

/** The object while it is still there, else a Status. */
export function deletionAnswer(type: ResourceType, { removed, object }: Deletion): unknown {
  if (!removed || SHOWN_WHEN_GONE.includes(type.collection)) return object;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.metadata.name,
      ...(type.group === '' ? {} : { group: type.group }),
      kind: type.plural,
      uid: object.metadata.uid,
    },
  };
}
