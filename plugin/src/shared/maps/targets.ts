import type { MapProposals, PlanBundle } from '@gantry/bff/api/http/plan-wizard.ts';
import { formatBytes } from '../format.ts';
import type { Option } from '../forms/option-select.tsx';
import type { Translate } from '../i18n.ts';

export type NetworkRow = MapProposals['networks'][number];
export type StorageRow = MapProposals['storages'][number];
export type NetworkTarget = MapProposals['networkTargets'][number];
export type StorageTarget = MapProposals['storageTargets'][number];
export type NetworkDestination = PlanBundle['networkMap'][number]['destination'];
export type StorageDestination = PlanBundle['storageMap'][number]['destination'];

/** A destination as the value of an option. */
export function destinationKey(destination: NetworkDestination): string {
  return destination.type === 'multus' ? `multus/${destination.namespace}/${destination.name}` : destination.type;
}

export function destinationText(t: Translate, destination: NetworkDestination): string {
  if (destination.type === 'pod') return t('Pod network');
  return destination.type === 'ignored' ? t('Do not connect') : `${destination.namespace}/${destination.name}`;
}

export function networkOption(t: Translate, { destination, vlan }: NetworkTarget): Option {
  const descriptions = {
    pod: t('Behind the node’s address; one NIC per VM.'),
    ignored: t('The NIC is left out of the target VM.'),
    multus: vlan === undefined ? undefined : t('VLAN {{vlan}}', { vlan }),
  };
  return {
    value: destinationKey(destination),
    label: destinationText(t, destination),
    description: descriptions[destination.type],
  };
}

export function classOption(t: Translate, target: StorageTarget): Option {
  const notes = [
    ...(target.defaultForVms ? [t('Default for VMs')] : []),
    ...(target.default ? [t('Default of the cluster')] : []),
    target.provisioner,
    ...(target.bindingMode === 'WaitForFirstConsumer' ? [t('Binds when a pod uses it')] : []),
    ...(target.freeBytes === undefined ? [] : [t('{{bytes}} free', { bytes: formatBytes(target.freeBytes) })]),
  ];
  return { value: target.storageClass, label: target.storageClass, description: notes.join(' · ') };
}

/** Names of classes and modes, which are not translated. */
export function storageText({ storageClass, volumeMode, accessMode }: StorageDestination): string {
  return [storageClass, volumeMode, accessMode].filter((part) => part !== undefined).join(' · ');
}
