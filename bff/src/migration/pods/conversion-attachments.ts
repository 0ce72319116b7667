import { configMaps, secrets, type ObjectReference } from '../../api/kinds/core.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { ResolvedRun } from '../machine-run.ts';
import type { MachineScope } from '../scope.ts';
import { ensureSecret } from '../source/credentials-secret.ts';
import { nameOf } from '../source/transfer.ts';
import { scriptFiles } from './customization-scripts.ts';

/**
 * What the conversion pod mounts besides disks and credentials: data of the plan's namespace that pods elsewhere cannot
 * read. It is copied into Secrets of the run, which go when the last transfer ends.
 */
export interface Attachment {
  readonly name: 'luks' | 'scripts';
  readonly mountPath: string;
  /** Where the data stands. */
  readonly from: ObjectReference;
}

/** Network-bound decryption wins over keys. */
export function attachmentsOf({ options }: Pick<ResolvedRun, 'options'>): Attachment[] {
  const { luks, nbdeClevis, customizationScripts: scripts } = options;
  return [
    ...(luks?.name && nbdeClevis !== true ? [{ name: 'luks' as const, mountPath: '/etc/luks', from: luks }] : []),
    ...(scripts?.name ? [{ name: 'scripts' as const, mountPath: '/mnt/dynamic_scripts', from: scripts }] : []),
  ];
}

export function attachmentSecret(scope: Pick<MachineScope, 'run'>, { name }: Attachment): string {
  return nameOf(scope, name);
}

/** Throws RunFailed (`option-not-possible`) where something that the plan names is not there. */
export async function attachmentsThere(scope: MachineScope): Promise<void> {
  for (const attachment of attachmentsOf(scope.resolved)) await contentOf(scope, attachment);
}

/** Makes what the pod will mount. */
export async function ensureAttachments(scope: MachineScope): Promise<void> {
  for (const attachment of attachmentsOf(scope.resolved)) {
    const labels: Record<string, string> = attachment.name === 'luks' ? { isLUKS: 'true' } : {};
    await ensureSecret(scope, { purpose: attachment.name, labels, data: await contentOf(scope, attachment) });
  }
}

/** Values are base64. */
async function contentOf(scope: MachineScope, { name, from }: Attachment): Promise<Record<string, string>> {
  const key = { name: from.name ?? '', namespace: from.namespace || scope.run.plan.namespace };
  const found =
    name === 'luks'
      ? (await scope.home.find(secrets, key))?.data
      : scriptFiles((await scope.home.find(configMaps, key)) ?? {});
  if (found !== undefined && Object.keys(found).length > 0) return found;
  const what = name === 'luks' ? 'the secret with its disks’ keys' : 'the config map with its customization scripts';
  const detail = `${what}, ${key.namespace}/${key.name}, does not exist or holds none`;
  throw new RunFailed(failure('option-not-possible', { vm: scope.resolved.machine.name, detail }));
}
