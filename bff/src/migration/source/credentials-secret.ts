import { secrets, type Secret } from '../../api/kinds/core.ts';
import { keyOf } from '../../api/resource.ts';
import { objectLabels } from '../labels.ts';
import { ensure } from '../target/target-objects.ts';
import { nameOf } from './transfer.ts';
import type { MachineScope } from '../scope.ts';

/** Puts the credentials that a reader of the source needs, and no others, where it can read them; removed after the last transfer. */
export function ensureCredentials(
  scope: MachineScope,
  purpose: string,
  data: Readonly<Record<string, string>>,
): Promise<string> {
  const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  return ensureSecret(scope, { purpose, data: Object.fromEntries(encoded) as Record<string, string> });
}

/** A Secret of the run in the target namespace, by the name that the run gives to `purpose`; `data` is base64. */
export async function ensureSecret(
  scope: MachineScope,
  wanted: { readonly purpose: string; readonly data: Record<string, string>; readonly labels?: Record<string, string> },
): Promise<string> {
  const name = nameOf(scope, wanted.purpose);
  const labels = { ...wanted.labels, ...objectLabels(scope.run) };
  const metadata = { name, namespace: scope.resolved.target.namespace, labels };
  const secret: Secret = { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: wanted.data };
  const found = await ensure(scope, secrets, secret);
  // A run may outlive a password.
  if (!isSame(found.data, wanted.data)) await replaceData(scope, found, wanted.data);
  return name;
}

function isSame(one: Secret['data'] = {}, other: Readonly<Record<string, string>>): boolean {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.every((name) => one[name] === other[name]);
}

async function replaceData(scope: MachineScope, { data = {}, ...secret }: Secret, wanted: Record<string, string>) {
  const gone = Object.keys(data).filter((name) => !(name in wanted));
  await scope.client.mergePatch(secrets, keyOf(secret), {
    metadata: { resourceVersion: secret.metadata.resourceVersion },
    data: { ...wanted, ...Object.fromEntries(gone.map((name) => [name, null])) },
  });
}
