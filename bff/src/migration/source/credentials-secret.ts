import { secrets, type Secret } from '../../api/kinds/core.ts';
import { objectLabels } from '../labels.ts';
import { ensure } from '../target/target-objects.ts';
import { nameOf } from './transfer.ts';
import type { MachineScope } from '../scope.ts';

/** Puts the credentials that a reader of the source needs, and no others, where it can read them; removed after the last transfer. */
export async function ensureCredentials(
  scope: MachineScope,
  purpose: string,
  data: Readonly<Record<string, string>>,
): Promise<string> {
  const name = nameOf(scope, purpose);
  const secret: Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: scope.resolved.target.namespace, labels: objectLabels(scope.run) },
    type: 'Opaque',
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  };
  await ensure(scope, secrets, secret);
  return name;
}
