import type { PlanSpec, PlanVm } from '../api/generated/plan.ts';
import type { PowerState, SourceMachine } from '../machine/source-machine.ts';
import type { NetworkTarget } from './network-mapping.ts';
import type { PrimaryNetwork } from './primary-network.ts';

/** The plan's choices with those of the machine's entry laid over them. */
export type TargetOptions = Readonly<
  Pick<
    PlanSpec,
    | 'skipGuestConversion'
    | 'useCompatibilityMode'
    | 'targetPowerState'
    | 'targetLabels'
    | 'targetNodeSelector'
    | 'targetAffinity'
    | 'enableNestedVirtualization'
    | 'rdmAsLun'
    | 'scsiReservation'
    | 'volumeNameTemplate'
    | 'networkNameTemplate'
    | 'preserveStaticIPs'
  > &
    Pick<PlanVm, 'rootDisk'>
>;

export interface TargetInput {
  readonly machine: SourceMachine;
  readonly name: string;
  readonly namespace: string;
  /** Power of the source before it was first touched. */
  readonly recordedPower: PowerState;
  readonly options: TargetOptions;
  /** One per disk that is carried over. */
  readonly volumes: readonly TargetVolume[];
  /** Shared disks that another machine has brought. */
  readonly attached?: readonly { readonly claim: string; readonly serial?: string }[];
  readonly networks: readonly NetworkTarget[];
  /** Replaces CPU and memory. */
  readonly instanceType?: { readonly kind: string; readonly name: string };
  /** What suits the guest, where nothing else is set. */
  readonly preference?: { readonly kind: string; readonly name: string };
  /** Takes the place of the cluster's network for pods of the namespace. */
  readonly primaryNetwork?: PrimaryNetwork;
  /** What inspection of the copied guest found. */
  readonly detectedBootDisk?: number;
  /** `vmware` where the cluster takes serials with spaces (KubeVirt of OpenShift 4.20 and later). */
  readonly serial?: 'vmware' | 'uuid';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Device models of the target: virtio needs drivers in the guest, the others are emulations that old guests know. */
export type DeviceModels = 'virtio' | 'compatible';

/** Compatibility devices are for guests that nobody has prepared for KVM. */
export function deviceModels(options: Pick<PlanSpec, 'skipGuestConversion' | 'useCompatibilityMode'>): DeviceModels {
  return options.skipGuestConversion === true && options.useCompatibilityMode !== false ? 'compatible' : 'virtio';
}

export interface TargetVolume {
  /** `SourceDisk.index`. */
  readonly disk: number;
  readonly claim: string;
}
