import { parse } from 'yaml';
import { z } from 'zod';
import type { AccessMode, VolumeMode } from '../api/kinds/core.ts';
import type { ClaimModes } from './volume-modes.ts';

/** Modes of volumes by provisioner. */
export type Provisioners = ReadonlyMap<string, ClaimModes>;

/** What administrators wrote, as far as it can be understood. */
export interface OwnProvisioners {
  readonly provisioners: Provisioners;
  /** What cannot be understood, a sentence each; such entries are left out. */
  readonly problems: readonly string[];
}

export const noOwnProvisioners: OwnProvisioners = { provisioners: new Map(), problems: [] };

const modes = (volumeMode: VolumeMode, accessMode: AccessMode): ClaimModes => ({
  volumeMode,
  accessModes: [accessMode],
});
const block = modes('Block', 'ReadWriteOnce');
const files = modes('Filesystem', 'ReadWriteOnce');
const sharedFiles = modes('Filesystem', 'ReadWriteMany');

/** MTV's, and those of the drivers that took the place of built-in provisioners. */
const seeds: Provisioners = new Map([
  ['kubernetes.io/aws-ebs', block],
  ['ebs.csi.aws.com', block],
  ['kubernetes.io/azure-disk', block],
  ['disk.csi.azure.com', block],
  ['kubernetes.io/azure-file', sharedFiles],
  ['file.csi.azure.com', sharedFiles],
  ['kubernetes.io/gce-pd', block],
  ['pd.csi.storage.gke.io', block],
  ['kubernetes.io/rbd', block],
  ['rbd.csi.ceph.com', block],
  ['cephfs.csi.ceph.com', sharedFiles],
  ['manila.csi.openstack.org', sharedFiles],
  ['kubernetes.io/cinder', block],
  ['cinder.csi.openstack.org', block],
  ['kubernetes.io/vsphere-volume', block],
  ['csi.vsphere.vmware.com', block],
  ['kubernetes.io/hostpath-provisioner', files],
  ['kubevirt.io/hostpath-provisioner', files],
  ['kubevirt.io.hostpath-provisioner', files],
]);

/** Operators put the name of their namespace in front of Ceph's drivers: `openshift-storage.rbd.csi.ceph.com`. */
const underOperator = /^[\w-]+\.(?=(rbd|cephfs)\.csi\.ceph\.com$)/;

/** What Gantry itself knows of a provisioner. */
export function seedModes(provisioner: string): ClaimModes | undefined {
  return seeds.get(provisioner.replace(underOperator, ''));
}

const longestText = 64 * 1024;
const mostEntries = 500;

const entry = z.strictObject({
  provisioner: z.string().min(1).max(253),
  volumeMode: z.enum(['Block', 'Filesystem']),
  accessModes: z
    .array(z.enum(['ReadWriteMany', 'ReadWriteOnce', 'ReadOnlyMany']))
    .min(1)
    .max(3),
});

/** Reads the list that administrators keep: YAML, each entry with `provisioner`, `volumeMode` and `accessModes`, best first. */
export function readProvisioners(text: string): OwnProvisioners {
  const refused = (problem: string): OwnProvisioners => ({ ...noOwnProvisioners, problems: [problem] });
  if (text.length > longestText) return refused('The list is longer than 64 KiB.');
  const entries = z.array(z.unknown()).max(mostEntries).safeParse(parsed(text));
  if (!entries.success) return refused(`The list is not YAML with at most ${mostEntries} entries.`);
  const provisioners = new Map<string, ClaimModes>();
  const problems: string[] = [];
  entries.data.forEach((value, index) => {
    const known = entry.safeParse(value);
    if (!known.success) problems.push(`Entry ${index + 1}: ${problemOf(known.error)}`);
    else if (provisioners.has(known.data.provisioner))
      problems.push(`Entry ${index + 1}: ${known.data.provisioner} stands in the list twice.`);
    else
      provisioners.set(known.data.provisioner, {
        volumeMode: known.data.volumeMode,
        accessModes: known.data.accessModes,
      });
  });
  return { provisioners, problems };
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('.') ?? '';
  return `${place === '' ? 'it' : place}: ${issue?.message ?? 'not valid'}.`;
}
