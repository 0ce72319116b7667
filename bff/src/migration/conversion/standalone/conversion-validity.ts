import type { Conversion, ConversionSpec } from '../../../api/generated/conversion.ts';
import type { Finding } from '../../judgement/finding.ts';

type Check = (spec: ConversionSpec, namespace: string) => Finding | false;

/** Sources that a volume of a pod may have here: none of them reaches the node. */
const volumeSources: ReadonlySet<string> = new Set([
  'name',
  'persistentVolumeClaim',
  'secret',
  'configMap',
  'emptyDir',
  'ephemeral',
]);

const checks: readonly Check[] = [
  ({ type }) =>
    type === 'DeepInspection' && {
      type: 'TypeNotValid',
      message: 'Deep inspections are not carried out by this service.',
      suggestion: 'Use type Inspection, which runs the inspector of the conversion image.',
    },
  ({ vm }) =>
    !vm.id && !vm.name && { type: 'VMNotSet', message: 'No machine is named.', suggestion: 'Set spec.vm.id.' },
  ({ type, disks = [] }) =>
    (type === 'InPlace' || type === 'Remote') &&
    disks.length === 0 && {
      type: 'DisksNotSet',
      message: 'No claims are named that hold the disks.',
      suggestion: 'Set spec.disks, in the order of the disks.',
    },
  ({ connection }, namespace) =>
    !isHere(connection.secret, namespace) && {
      type: 'ConnectionSecretNotSet',
      message: 'No Secret with the credentials of the source is named in the namespace of the conversion.',
      suggestion: 'Set spec.connection.secret.',
    },
  ({ diskEncryption }, namespace) =>
    diskEncryption?.type === 'LUKS' &&
    !isHere(diskEncryption.secret ?? {}, namespace) && {
      type: 'LUKSSecretNotSet',
      message: 'No Secret with keys of the disks is named in the namespace of the conversion.',
      suggestion: 'Set spec.diskEncryption.secret.',
    },
  // Rights are asked for in its own namespace: it uses nothing but what stands beside it.
  ({ targetNamespace, destination, disks = [] }, namespace) =>
    (elsewhere(targetNamespace, namespace) ||
      Boolean(destination?.name) ||
      disks.some((disk) => elsewhere(disk.namespace, namespace))) && {
      type: 'ConversionElsewhere',
      reason: 'NotAllowed',
      message: 'A conversion is carried out in its own namespace of this cluster only.',
      suggestion: 'Make the Conversion where its claims are, and name no destination.',
    },
  ({ extraVolumes = [] }) =>
    extraVolumes.some((volume) => Object.keys(volume).some((source) => !volumeSources.has(source))) && {
      type: 'ExtraVolumesNotValid',
      reason: 'NotAllowed',
      message: 'A further volume is of a kind that conversions may not have.',
      suggestion: 'Use claims, Secrets, ConfigMaps and empty directories.',
    },
];

/** Why a Conversion that somebody has made by itself cannot be carried out; empty where it can. */
export function conversionProblems({ spec, metadata }: Conversion): Finding[] {
  return checks.flatMap((check) => check(spec, metadata.namespace ?? '') || []);
}

function isHere({ name, namespace }: { name?: string; namespace?: string }, own: string): boolean {
  return Boolean(name) && !elsewhere(namespace, own);
}

function elsewhere(namespace: string | undefined, own: string): boolean {
  return Boolean(namespace) && namespace !== own;
}
