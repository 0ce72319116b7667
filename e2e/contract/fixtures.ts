import type { Api } from './api.ts';
import type { Body, OwnerReference } from './body.ts';

type Fields = Readonly<Record<string, unknown>>;

export const core = (namespace: string, plural: string, name?: string) => place('/api/v1', namespace, plural, name);

export const rbac = (namespace: string, plural: string, name?: string) =>
  place('/apis/rbac.authorization.k8s.io/v1', namespace, plural, name);

export const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function place(root: string, namespace: string, plural: string, name?: string): string {
  const collection = `${root}/namespaces/${namespace}/${plural}`;
  return name === undefined ? collection : `${collection}/${name}`;
}

export function configMap(name: string, rest: { readonly metadata?: Fields; readonly data?: Fields } = {}): Fields {
  return { apiVersion: 'v1', kind: 'ConfigMap', ...rest, metadata: { name, ...rest.metadata } };
}

export function ownedBy(owner: Body, more: Partial<OwnerReference> = {}): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    ...more,
  };
}

/** A custom kind that many cases share; they differ by namespace. */
const widgetGroup = 'contract.gantry.test';

export const widgets = (namespace: string, name?: string) =>
  place(`/apis/${widgetGroup}/v1`, namespace, 'widgets', name);

export function widget(name: string, spec: Fields = {}, metadata: Fields = {}): Fields {
  return {
    apiVersion: `${widgetGroup}/v1`,
    kind: 'Widget',
    metadata: { name, ...metadata },
    spec: { size: 1, ...spec },
  };
}

const widgetSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 0, maximum: 100 },
        color: { type: 'string', default: 'red', enum: ['red', 'green', 'blue'] },
        name: { type: 'string', pattern: '^[a-z]+$', maxLength: 8, minLength: 2 },
        at: { type: 'string', format: 'date-time' },
        port: { 'x-kubernetes-int-or-string': true },
        maybe: { type: 'string', nullable: true },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        frame: {
          type: 'object',
          properties: { wide: { type: 'integer' }, high: { type: 'integer' } },
          'x-kubernetes-map-type': 'atomic',
        },
        tags: { type: 'array', maxItems: 3, items: { type: 'string' } },
        set: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
        parts: {
          type: 'array',
          items: {
            type: 'object',
            required: ['key'],
            properties: { key: { type: 'string' }, weight: { type: 'integer', default: 5 } },
          },
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['key'],
        },
        box: { type: 'object', properties: { depth: { type: 'number', default: 1.5 }, on: { type: 'boolean' } } },
      },
    },
    status: {
      type: 'object',
      properties: { phase: { type: 'string' }, size: { type: 'integer' }, note: { type: 'string' } },
    },
  },
};

interface Definition {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly schema: Fields;
  readonly scope?: 'Namespaced' | 'Cluster';
  readonly version?: Fields;
  readonly names?: Fields;
}

export function definition({
  group,
  kind,
  plural,
  schema,
  scope = 'Namespaced',
  version = {},
  names = {},
}: Definition): Fields {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List`, ...names },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, ...version }],
    },
  };
}

/** Installs a kind and waits until it is served and writable. */
export async function install(api: Api, crd: Fields): Promise<void> {
  const answer = await api.post(crds, crd);
  if (answer.status !== 201 && answer.status !== 409) throw new Error(`Not installed: ${answer.text}`);
  const { group, names, scope } = crd.spec as { group: string; names: { plural: string; kind: string }; scope: string };
  const root = `/apis/${group}/v1/${scope === 'Cluster' ? '' : 'namespaces/default/'}${names.plural}`;
  await api.eventually(
    `${names.plural} are served`,
    () => api.get(root),
    ({ status }) => status === 200,
  );
}

const installed = new WeakMap<Api, Promise<void>>();

/** A namespace for widgets; installs their kind at the first call. */
export async function widgetNamespace(api: Api): Promise<string> {
  let ready = installed.get(api);
  if (ready === undefined) {
    ready = install(
      api,
      definition({
        group: widgetGroup,
        kind: 'Widget',
        plural: 'widgets',
        schema: widgetSchema,
        names: { shortNames: ['wg'], categories: ['gadgets'] },
        version: {
          subresources: { status: {} },
          selectableFields: [{ jsonPath: '.spec.color' }],
          additionalPrinterColumns: [
            { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
            { name: 'Color', type: 'string', jsonPath: '.spec.color', priority: 1, description: 'how it looks' },
            { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
            { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
          ],
        },
      }),
    );
    installed.set(api, ready);
  }
  await ready;
  return api.namespace();
}

/** A group name of a case's own. */
export const ownGroup = (api: Api) => `${api.unique('g')}.gantry.test`;
