import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import type { ApiClient } from '@gantry/sandbox/operators/api/client.ts';
import type { Kind, StoredObject } from '@gantry/sandbox/operators/api/objects.ts';
import { webhookConfigurations, type WebhookList } from '@gantry/sandbox/webhooks.ts';
import { parse } from 'yaml';
import { freePort } from '../src/demonstration/free-port.ts';

const root = join(import.meta.dirname, '../..');
const name = 'gantry';

function kindOf(kind: string): Kind<StoredObject> {
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind, plural: `${kind.toLowerCase()}s`, scope: 'Cluster' };
}

const kinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map(kindOf);

/** Webhooks of a service on this machine. */
export interface WebhookServing {
  /** What the service is started with. */
  readonly flags: readonly string[];
  /** Has the API server ask them; `serviceUser` is the name that it knows the service by. */
  configure(client: ApiClient, serviceUser: string): Promise<void>;
  /** Has the API server ask nobody any more. */
  remove(client: ApiClient): Promise<void>;
}

/** Makes a certificate in the folder. */
export async function webhookServing(folder: string): Promise<WebhookServing> {
  const authority = await createAuthority(Date.now());
  const own = await createCertificate('localhost', authority, Date.now());
  const files = { cert: join(folder, 'webhook.crt'), key: join(folder, 'webhook.key') };
  await writeFile(files.cert, own.cert);
  await writeFile(files.key, own.key, { mode: 0o600 });
  const address = `127.0.0.1:${await freePort()}`;
  return {
    flags: ['--webhook-listen', address, '--webhook-cert', files.cert, '--webhook-key', files.key],
    async configure(client, serviceUser) {
      const list = parse(await readFile(join(root, 'charts/gantry/files/webhooks.yaml'), 'utf8')) as WebhookList;
      const place = { name, url: `https://${address}`, ca: authority.cert, serviceUser };
      for (const object of webhookConfigurations(list, place)) await client.create(kindOf(object.kind), object);
    },
    async remove(client) {
      for (const kind of kinds) {
        const present = await client.get(kind, { name });
        if (present !== undefined) await client.delete(kind, present);
      }
    },
  };
}
