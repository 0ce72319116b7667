import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { inProject, label, message, named, none, noQuery, pageOf, pageQuery, time } from './shapes.ts';
import { providerState } from './states.ts';

export const trust = z.discriminatedUnion('mode', [
  /** The PEM is a certificate authority or the very certificate of the server, confirmed by the user. */
  z.object({ mode: z.literal('certificate'), pem: z.string().max(65_536) }),
  /** Authorities known to the cluster. */
  z.object({ mode: z.literal('cluster') }),
  z.object({ mode: z.literal('skip') }),
]);

export const providerType = z.enum(['vsphere', 'openshift']);

function isHttpUrl(text: string): boolean {
  return ['https:', 'http:'].includes(URL.parse(text)?.protocol ?? '');
}

const endpointFields = {
  type: providerType,
  /** Of vSphere only. */
  sdkEndpoint: z.enum(['vcenter', 'esxi']).default('vcenter'),
  url: z.string().max(2048).refine(isHttpUrl, 'must be a URL such as https://vcenter.example.com'),
  /** Empty for a cluster, whose password is a token. */
  user: z.string().max(256),
  trust,
  vddkImage: z.string().max(512).optional(),
};
const password = z.string().max(16_384);

export const createProvider = endpoint({
  id: 'createProvider',
  method: 'POST',
  path: '/projects/:project/providers',
  summary: 'Creates a provider and its secret as one repeatable request.',
  params: inProject,
  query: noQuery,
  body: z.object({ name: label, ...endpointFields, password }),
  answer: z.object({ namespace: z.string(), name: z.string(), uid: z.string() }),
});

/** What one has seen of that which people edit; opaque. */
const providerVersion = z.object({ provider: z.string(), credentials: z.string().optional() });

export const editProvider = endpoint({
  id: 'editProvider',
  method: 'PUT',
  path: '/projects/:project/providers/:name',
  summary: 'Changes a provider; an absent password keeps the stored one.',
  params: named,
  query: noQuery,
  body: z.object({ ...endpointFields, password: password.optional(), version: providerVersion }),
  answer: z.object({ namespace: z.string(), name: z.string(), uid: z.string() }),
});

export const deleteProvider = endpoint({
  id: 'deleteProvider',
  method: 'DELETE',
  path: '/projects/:project/providers/:name',
  summary: 'Deletes a provider and the secret that was made for it. Refused while a running plan uses it.',
  params: named,
  query: noQuery,
  body: none,
  answer: z.object({ deleted: z.literal(true) }),
});

export const connectionCheck = z.object({
  check: z.enum(['address', 'tls', 'certificate', 'signIn', 'privileges']),
  /** `confirm`: the user has to compare the certificate first. */
  result: z.enum(['passed', 'failed', 'warning', 'confirm', 'notRun']),
  message: message.optional(),
});

export const certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: time,
  validTo: time,
  sha1: z.string(),
  sha256: z.string(),
  pem: z.string(),
  trusted: z.boolean(),
});

export const testConnection = endpoint({
  id: 'testConnection',
  method: 'POST',
  path: '/projects/:project/connection-tests',
  summary: 'Tests address, TLS, certificate, sign-in and privileges, in this order. Stores nothing.',
  params: inProject,
  query: noQuery,
  body: z.object({
    ...endpointFields,
    /** Absent only with `provider`: then the stored password is used, for the stored URL only. */
    password: password.optional(),
    provider: label.optional(),
    /** SHA-256 of the certificate that the user confirmed. */
    confirmedSha256: z.string().max(128).optional(),
  }),
  answer: z.object({ checks: z.array(connectionCheck), certificate: certificate.optional() }),
});

export const providerRow = z.object({
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  type: z.string(),
  role: z.enum(['source', 'target', 'both']),
  state: providerState,
  message,
  url: z.string(),
  vms: z.number().int().optional(),
  lastSync: time.optional(),
  plans: z.number().int(),
  /** Running plans that hold it; deletion is refused meanwhile. */
  heldBy: z.array(z.string()),
  created: time,
});

export const listProviders = endpoint({
  id: 'listProviders',
  method: 'GET',
  path: '/providers',
  summary: 'Providers that the caller may read.',
  params: z.object({}),
  query: pageQuery.extend({ project: label.optional() }),
  body: none,
  answer: pageOf(providerRow),
});

export const conditionRow = z.object({
  type: z.string(),
  status: z.string(),
  category: z.string().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  suggestion: z.string().optional(),
  since: time.optional(),
});

export const getProvider = endpoint({
  id: 'getProvider',
  method: 'GET',
  path: '/projects/:project/providers/:name',
  summary: 'Everything the overview of a provider shows.',
  params: named,
  query: noQuery,
  body: none,
  answer: providerRow.extend({
    version: providerVersion,
    sdkEndpoint: z.string().optional(),
    user: z.string().optional(),
    trustMode: z.enum(['certificate', 'cluster', 'skip']).optional(),
    vddkImage: z.string().optional(),
    product: z.string().optional(),
    fingerprint: z.string().optional(),
    /** Of the server's certificate, where it is the one that was trusted by itself. */
    certificateExpires: time.optional(),
    /** For callers who may read it: a Secret that Gantry made is deleted with its provider. */
    secret: z.object({ name: z.string(), madeByGantry: z.boolean() }).optional(),
    counts: z.record(z.string(), z.number().int()),
    missingPrivileges: z.array(z.object({ feature: z.string(), privilege: z.string() })),
    usedBy: z.array(z.object({ kind: z.string(), namespace: z.string(), name: z.string() })),
    conditions: z.array(conditionRow),
    yaml: z.string(),
  }),
});
