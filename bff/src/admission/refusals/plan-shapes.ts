import type { Plan } from '../../api/generated/plan.ts';
import type { StorageClass } from '../../api/kinds/core.ts';
import { isLocal, type PlanReferences } from '../../migration/needed-rights.ts';

/** A plan with what it leads to. */
export interface PlanShape {
  readonly plan: Plan;
  readonly references: PlanReferences;
  /** Storage classes that its storage map names, as far as they exist. */
  readonly storageClasses: readonly StorageClass[];
}

const withoutProvisioner = 'kubernetes.io/no-provisioner';
/** Sources whose encrypted disks virt-v2v opens. */
const unlocking = ['vsphere', 'ova'];

/** Why a plan is refused whoever asks for it; one sentence each, undefined where it is not. Nothing that MTV accepts. */
export const planShapes: readonly ((shape: PlanShape) => string | undefined)[] = [
  function warmOpenStack({ plan, references: { source } }) {
    if (source?.spec.type !== 'openstack' || !isWarm(plan)) return undefined;
    return `The provider ${source.metadata.name} is OpenStack, which has no warm migration. Choose a cold migration.`;
  },
  function encryptedElsewhere({ plan, references: { source } }) {
    if (source === undefined || unlocking.includes(source.spec.type)) return undefined;
    const entry = plan.spec.vms.find(({ luks }) => luks?.name);
    if (entry === undefined) return undefined;
    return `Encrypted disks of ${entry.name ?? entry.id ?? 'a VM'} cannot be opened: keys are used with vSphere and OVA providers only.`;
  },
  function volumesByHand({ plan, references: { source, destination }, storageClasses }) {
    const bound = storageClasses.find(({ provisioner }) => provisioner === withoutProvisioner);
    const isColdLocal = source?.spec.type === 'vsphere' && !isWarm(plan) && isLocal(destination);
    if (bound === undefined || isColdLocal) return undefined;
    return `Storage class ${bound.metadata.name} makes no volumes by itself. Only cold migrations from vSphere to this cluster can use it.`;
  },
];

function isWarm({ spec }: Plan): boolean {
  return spec.warm === true || spec.type === 'warm';
}
