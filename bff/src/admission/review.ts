import { z } from 'zod';
import type { Requester } from '../platform/requester.ts';
import { patchBetween, type PatchOperation } from './json-patch.ts';

const userInfo = z.object({
  username: z.string().min(1),
  uid: z.string().default(''),
  groups: z.array(z.string()).default([]),
  extra: z.record(z.string(), z.array(z.string())).default({}),
});

/** Go leaves out what is empty; other clients may send null. */
function absent<T>(schema: z.ZodType<T>) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const object = z.looseObject({
  kind: absent(z.string()),
  metadata: z.looseObject({
    name: absent(z.string()),
    generateName: absent(z.string()),
    uid: absent(z.string()),
    annotations: absent(z.record(z.string(), z.string())),
    finalizers: absent(z.array(z.string())),
    deletionTimestamp: absent(z.string()),
  }),
  spec: z.unknown().optional(),
  status: z.unknown().optional(),
});

const review = z.object({
  apiVersion: z.literal('admission.k8s.io/v1'),
  kind: z.literal('AdmissionReview'),
  request: z.object({
    uid: z.string().min(1).max(253),
    resource: z.object({ group: z.string(), version: z.string(), resource: z.string() }),
    subResource: z.string().default(''),
    operation: z.enum(['CREATE', 'UPDATE', 'DELETE', 'CONNECT']),
    name: z.string().default(''),
    namespace: z.string().default(''),
    userInfo,
    object: object.nullish(),
    oldObject: object.nullish(),
  }),
});

/** An object of any kind, of which only what every kind has is known. */
export type AdmittedObject = z.infer<typeof object>;

/** What the API server wants to know of one write. */
export interface AdmissionRequest {
  readonly uid: string;
  /** `plural.group`, with `/status` behind it for that subresource. */
  readonly resource: string;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly name: string;
  readonly namespace: string;
  readonly requester: Requester;
  /** As it shall be; absent when it is deleted. */
  readonly object?: AdmittedObject;
  /** As it is; absent when it is created. */
  readonly oldObject?: AdmittedObject;
}

export interface Refusal {
  /** HTTP status that the client gets. */
  readonly code: number;
  readonly reason: 'Forbidden' | 'Invalid' | 'InternalError';
  /** A sentence for whoever asked. */
  readonly message: string;
}

/** undefined where it is none. */
export function parseReview(value: unknown): AdmissionRequest | undefined {
  const parsed = review.safeParse(value);
  if (!parsed.success) return undefined;
  const { uid, resource, subResource, operation, name, namespace, ...rest } = parsed.data.request;
  const { username, ...identity } = rest.userInfo;
  const plural = resource.group === '' ? resource.resource : `${resource.resource}.${resource.group}`;
  return {
    uid,
    resource: subResource === '' ? plural : `${plural}/${subResource}`,
    operation,
    name,
    namespace,
    requester: { user: username, ...identity },
    ...(rest.object && { object: rest.object }),
    ...(rest.oldObject && { oldObject: rest.oldObject }),
  };
}

interface ReviewAnswer {
  readonly apiVersion: 'admission.k8s.io/v1';
  readonly kind: 'AdmissionReview';
  readonly response: Readonly<Record<string, unknown>>;
}

function answer({ uid }: AdmissionRequest, response: Readonly<Record<string, unknown>>): ReviewAnswer {
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid, ...response } };
}

export function allowed(request: AdmissionRequest, warnings: readonly string[] = []): ReviewAnswer {
  return answer(request, { allowed: true, ...(warnings.length > 0 && { warnings }) });
}

/** Allowed with what became of the object. */
export function changed(request: AdmissionRequest, after: AdmittedObject | undefined): ReviewAnswer {
  const patch: PatchOperation[] = after === undefined ? [] : patchBetween(request.object, after);
  if (patch.length === 0) return allowed(request);
  const encoded = Buffer.from(JSON.stringify(patch)).toString('base64');
  return answer(request, { allowed: true, patchType: 'JSONPatch', patch: encoded });
}

export function refused(request: AdmissionRequest, { code, reason, message }: Refusal): ReviewAnswer {
  return answer(request, { allowed: false, status: { code, reason, message } });
}
