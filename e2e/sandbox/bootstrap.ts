import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ApiClient } from './operators/api/client.ts';
import { isApiError } from './operators/api/client.ts';
import type { Draft, Kind, StoredObject } from './operators/api/objects.ts';
import { kinds } from './operators/api/kinds.ts';
import { sandboxClasses } from './operators/storage/storage-classes.ts';

/** An object as it stands in a file. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface Definition extends StoredObject {
  spec: {
    group: string;
    names: { kind: string; plural: string };
    scope: 'Namespaced' | 'Cluster';
    versions?: { name: string; storage?: boolean; schema?: unknown }[];
  };
}

const definitionKind: Kind<Definition> = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  scope: 'Cluster',
};

const namespaceKind: Kind<StoredObject> = {
  apiVersion: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  scope: 'Cluster',
};

const serviceAccountKind: Kind<StoredObject> = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  scope: 'Namespaced',
};

/** Where the service of the sandbox, its plans and its targets live. */
export const sandboxNamespaces = ['gantry', 'migrations', 'prod'] as const;

const foldersRead = new Map<string, Promise<readonly Manifest[]>>();

/** Every object of the YAML files in a folder. Read once for all worlds of a process, which change none of them. */
export function readManifests(folder: string): Promise<readonly Manifest[]> {
  const known = foldersRead.get(folder);
  if (known !== undefined) return known;
  const read = parseManifests(folder);
  foldersRead.set(folder, read);
  read.catch(() => foldersRead.delete(folder));
  return read;
}

async function parseManifests(folder: string): Promise<Manifest[]> {
  const files = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.flatMap((text) =>
    parseAllDocuments(text)
      .map((document) => document.toJS() as Manifest | null)
      .filter((manifest) => manifest !== null),
  );
}

/** The definitions of the kinds that belong to others: KubeVirt, CDI, Multus. */
export function readSandboxDefinitions(): Promise<readonly Manifest[]> {
  return readManifests(path.join(import.meta.dirname, 'crds'));
}

/**
 * The same definitions with the schemas that their projects publish, where GANTRY_SCHEMAS has them. What is published
 * there leaves out subresources and columns, so those stay.
 */
export async function readPublishedDefinitions(): Promise<Manifest[]> {
  const own = (await readSandboxDefinitions()) as unknown as Definition[];
  const folder = process.env.GANTRY_SCHEMAS;
  const published = folder === undefined ? [] : await readManifests(path.join(folder, 'kubevirt-and-cdi'));
  const schemas = new Map((published as unknown as Definition[]).map(({ metadata, spec }) => [metadata.name, spec]));
  return own.map((definition) => {
    const schema = schemas.get(definition.metadata.name)?.versions?.find(({ storage }) => storage)?.schema;
    if (schema === undefined) return definition;
    const versions = definition.spec.versions?.map((version) => ({ ...version, schema }));
    return { ...definition, spec: { ...definition.spec, versions } };
  }) as unknown as Manifest[];
}

export interface BootstrapOptions {
  readonly definitions: readonly Manifest[];
  readonly namespaces?: readonly string[];
}

/** Brings a new API server to the state that the operators and the service expect; can be repeated. */
export async function bootstrap(client: ApiClient, options: BootstrapOptions): Promise<void> {
  for (const definition of options.definitions)
    await client.ensure(definitionKind, definition as unknown as Draft<Definition>);
  for (const name of [...sandboxNamespaces, ...(options.namespaces ?? [])]) {
    await client.ensure(namespaceKind, { metadata: { name } });
  }
  for (const storageClass of sandboxClasses) await client.ensure(kinds.storageClass, storageClass);
}

/** What the API server's own controllers have yet to do: kinds not served, namespaces without their service account. */
export async function unfinished(
  client: ApiClient,
  { definitions, namespaces = [] }: BootstrapOptions,
): Promise<string[]> {
  const missing: string[] = [];
  for (const namespace of [...sandboxNamespaces, ...namespaces]) {
    if (!(await client.get(serviceAccountKind, { namespace, name: 'default' }))) missing.push(`${namespace}/default`);
  }
  for (const { metadata } of definitions) {
    const stored = await client.get(definitionKind, { name: metadata.name });
    if (!stored || !(await isServed(client, stored))) missing.push(metadata.name);
  }
  return missing;
}

/** The kind of a definition in the version that is stored. */
export function definedKind({ spec: { group, names, scope, versions = [] } }: Definition): Kind<StoredObject> {
  const version = versions.find(({ storage }) => storage) ?? versions[0];
  return { apiVersion: `${group}/${version?.name ?? 'v1'}`, kind: names.kind, plural: names.plural, scope };
}

async function isServed(client: ApiClient, definition: Definition): Promise<boolean> {
  try {
    await client.list(definedKind(definition));
    return true;
  } catch (error) {
    // The second is what a server says that is about to serve a new kind.
    if (isApiError(error, 'NotFound', 'TooManyRequests')) return false;
    throw error;
  }
}
