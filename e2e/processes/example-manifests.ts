import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, StoredObject } from '@gantry/sandbox/operators/api/objects.ts';
import { parseAllDocuments } from 'yaml';

export interface ExampleManifest extends StoredObject {
  stringData?: Record<string, string>;
  data?: Record<string, string>;
  spec?: { url?: string; map?: { source: { name: string } }[] };
}

export interface Vcenter {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** PEM. */
  readonly ca: string;
}

const file = join(import.meta.dirname, '../../docs/examples/cold-migration.yaml');

/** The published example with this vCenter's address, credentials and authority. */
export function exampleManifests(vcenter: Vcenter): ExampleManifest[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => {
    const manifest = document.toJS() as ExampleManifest;
    if (manifest.kind === 'Secret') {
      manifest.stringData = { ...manifest.stringData, user: vcenter.user, password: vcenter.password };
      manifest.data = { cacert: Buffer.from(vcenter.ca).toString('base64') };
    }
    if (manifest.kind === 'Provider' && manifest.spec !== undefined) manifest.spec.url = vcenter.url;
    return manifest;
  });
}

const plurals: Readonly<Record<string, string>> = {
  Secret: 'secrets',
  Provider: 'providers',
  NetworkMap: 'networkmaps',
  StorageMap: 'storagemaps',
  Plan: 'plans',
  Migration: 'migrations',
};

/** Where the example's object belongs in the API. */
export function kindOfExample({ apiVersion = '', kind = '' }: ExampleManifest): Kind<ExampleManifest> {
  return { apiVersion, kind, plural: plurals[kind] ?? '', scope: 'Namespaced' };
}
