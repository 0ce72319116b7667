import type { Clock } from '../../clock.ts';
import type { Handle, WireResponse } from '../../wire.ts';
import { header } from '../../wire.ts';
import { ISSUER } from '../auth/service-account-tokens.ts';
import type { ServiceAccountTokens } from '../auth/service-account-tokens.ts';
import { decode, parseBody } from '../decode.ts';
import { at, isObject, objectAt, textAt, textsAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import { keyOf, timestamp } from '../object.ts';
import type { Objects } from '../objects.ts';
import { finished } from '../pausing.ts';
import type { Store } from '../store.ts';
import { invalidValue } from '../schema/validate.ts';
import { invalid, methodNotAllowed, noSuchPath, notFound } from '../status-error.ts';
import { dryRunOf } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import type { PodLogs } from './pod-log.ts';
import { answerLog } from './pod-log.ts';
import { answerProxy, askedPod } from './pod-proxy.ts';
import type { Target } from './resources.ts';
import { answer } from './respond.ts';

interface Parts {
  readonly objects: Objects;
  readonly store: Store;
  readonly clock: Clock;
  readonly tokens: ServiceAccountTokens;
  readonly logs: PodLogs;
  readonly pods: Handle;
}

type Named = Target & { readonly name: string };
type Subresource = (exchange: Exchange, target: Named, parts: Parts) => WireResponse | Promise<WireResponse>;

const DEFAULT_TOKEN_LIFE_S = 3600;
const SHORTEST_TOKEN_LIFE_S = 600;

const token: Subresource = ({ request }, { type, namespace, name }, { objects, tokens, store, clock }) => {
  if (request.method !== 'POST') throw methodNotAllowed();
  const account = objects.get(type, namespace, name);
  const body = parseBody(request.body, header(request, 'content-type') ?? 'application/json');
  const asked = at(body, 'spec', 'expirationSeconds');
  const expirationSeconds = typeof asked === 'number' ? asked : DEFAULT_TOKEN_LIFE_S;
  if (expirationSeconds < SHORTEST_TOKEN_LIFE_S)
    throw invalid({ group: 'authentication.k8s.io', plural: 'tokenrequests', kind: 'TokenRequest' }, '', [
      invalidValue('spec.expirationSeconds', expirationSeconds, 'may not specify a duration less than 10 minutes'),
    ]);
  const wanted = textsAt(body, 'spec', 'audiences');
  const audiences = wanted.length === 0 ? [ISSUER] : wanted;
  const { uid } = account.metadata;
  const boundObjectRef = objectAt(body, 'spec', 'boundObjectRef') ?? null;
  const pod = textAt(boundObjectRef, 'kind') === 'Pod' ? boundPod(store, namespace, boundObjectRef) : undefined;
  const issued = tokens.issue({
    namespace: namespace ?? '',
    name,
    uid,
    audiences,
    expirationSeconds,
    ...(pod === undefined ? {} : { pod }),
  });
  return answer(201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid, creationTimestamp: timestamp(clock.now()) },
    spec: { audiences, expirationSeconds, boundObjectRef },
    status: { token: issued.token, expirationTimestamp: timestamp(issued.expires) },
  });
};

function boundPod(store: Store, namespace: string | undefined, reference: unknown) {
  const name = textAt(reference, 'name') ?? '';
  const found = store.get('/pods', keyOf(namespace, name));
  if (found === undefined) throw notFound({ group: '', plural: 'pods', kind: 'Pod' }, name);
  return { name, uid: found.metadata.uid };
}

const binding: Subresource = async ({ request, caller, query }, { type, namespace, name }, { objects, clock }) => {
  if (request.method !== 'POST') throw methodNotAllowed();
  const node = textAt(parseBody(request.body, 'application/json'), 'target', 'name') ?? '';
  const at = { namespace, name };
  // Binding is the one way a pod's node is set; the pod's own rules forbid it elsewhere.
  const unchecked = { ...type, behaviour: { ...type.behaviour, validateUpdate: () => [] } };
  const options = { caller, dryRun: dryRunOf(query) };
  const bind = (pod: KubeObject) => ({ ...pod, spec: { ...pod.spec, nodeName: node } });
  await finished(objects.updating(unchecked, at, bind, options));
  const conditions = [{ type: 'PodScheduled', status: 'True', lastTransitionTime: timestamp(clock.now()) }];
  const say = (pod: KubeObject) => ({ ...pod, status: { ...pod.status, conditions } });
  await finished(objects.updating(type, at, say, { ...options, subresource: 'status' }));
  return answer(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
};

const eviction: Subresource = async ({ request, caller, query }, { type, namespace, name }, { objects }) => {
  if (request.method !== 'POST') throw methodNotAllowed();
  await finished(objects.deleting(type, { namespace, name }, { caller, dryRun: dryRunOf(query) }));
  return answer(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
};

const log: Subresource = (exchange, { type, namespace, name }, { objects, logs, clock }) => {
  if (exchange.request.method !== 'GET') throw methodNotAllowed();
  return answerLog(exchange, objects.get(type, namespace, name), logs, clock.now());
};

const proxy: Subresource = (exchange, { type, namespace, name }, { objects, pods }) =>
  answerProxy(exchange, objects.get(type, namespace, askedPod(name).name), pods);

const finalize: Subresource = async ({ request, caller, query, warnings }, { type, name }, { objects }) => {
  if (request.method !== 'PUT') throw methodNotAllowed();
  const wanted = decode(parseBody(request.body, 'application/json'), type, { fieldValidation: 'Ignore', warnings });
  const finalizers = isObject(wanted.spec) ? textsAt(wanted.spec, 'finalizers') : [];
  const open = { ...type, behaviour: { ...type.behaviour, prepareUpdate: () => undefined } };
  const build = (current: KubeObject) => ({ ...current, spec: { ...current.spec, finalizers } });
  const options = { caller, dryRun: dryRunOf(query) };
  const result = await finished(objects.updating(open, { namespace: undefined, name }, build, options));
  return answer(200, result);
};

const SUBRESOURCES: Readonly<Record<string, Subresource>> = { token, binding, eviction, log, proxy, finalize };

/** Subresources other than status. */
export function answerSubresource(
  exchange: Exchange,
  target: Target,
  parts: Parts,
): WireResponse | Promise<WireResponse> {
  const { name, subresource = '', type } = target;
  const handler = type.subresources.includes(subresource) ? SUBRESOURCES[subresource] : undefined;
  if (handler === undefined || name === undefined) throw noSuchPath();
  return handler(exchange, { ...target, name }, parts);
}
