import type { KubeObject, Resource } from '../resource.ts';
import type { Affinity } from './core.ts';

export type RunStrategy = 'Always' | 'Halted' | 'Manual' | 'RerunOnFailure' | 'Once' | 'WaitAsReceiver';

export interface VirtualMachine extends KubeObject {
  spec: {
    runStrategy?: RunStrategy;
    running?: boolean;
    instancetype?: { kind?: string; name?: string };
    preference?: { kind?: string; name?: string };
    template: VirtualMachineTemplate;
  };
  status?: {
    printableStatus?: string;
    ready?: boolean;
    created?: boolean;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

export interface VirtualMachineTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: VirtualMachineInstanceSpec;
}

export interface VirtualMachineInstanceSpec {
  domain: Domain;
  networks?: Network[];
  volumes?: Volume[];
  nodeSelector?: Record<string, string>;
  affinity?: Affinity;
  hostname?: string;
  terminationGracePeriodSeconds?: number;
}

export interface Domain {
  cpu?: {
    sockets?: number;
    cores?: number;
    threads?: number;
    model?: string;
    features?: { name: string; policy?: 'force' | 'require' | 'optional' | 'disable' | 'forbid' }[];
  };
  memory?: { guest?: string };
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  machine?: { type?: string };
  firmware?: {
    uuid?: string;
    serial?: string;
    bootloader?: { bios?: { useSerial?: boolean }; efi?: { secureBoot?: boolean; persistent?: boolean } };
  };
  features?: { acpi?: { enabled?: boolean }; smm?: { enabled?: boolean } };
  clock?: { timezone?: string; utc?: { offsetSeconds?: number }; timer?: Record<string, unknown> };
  devices: Devices;
}

export interface Devices {
  disks?: Disk[];
  interfaces?: Interface[];
  inputs?: { name: string; type: 'tablet'; bus?: 'usb' | 'virtio' }[];
  tpm?: { enabled?: boolean; persistent?: boolean };
  rng?: Record<string, never>;
  autoattachPodInterface?: boolean;
}

export interface Disk {
  name: string;
  disk?: { bus?: 'virtio' | 'sata' | 'scsi' | 'usb' };
  lun?: { bus?: 'virtio' | 'sata' | 'scsi'; reservation?: boolean };
  bootOrder?: number;
  serial?: string;
  shareable?: boolean;
  cache?: 'none' | 'writethrough' | 'writeback';
  errorPolicy?: 'stop' | 'ignore' | 'report' | 'enospace';
}

export interface Interface {
  name: string;
  model?: string;
  macAddress?: string;
  pciAddress?: string;
  state?: 'up' | 'down' | 'absent';
  bridge?: Record<string, never>;
  masquerade?: Record<string, never>;
  binding?: { name: string };
}

export interface Network {
  name: string;
  pod?: Record<string, never>;
  multus?: { networkName: string; default?: boolean };
}

export interface Volume {
  name: string;
  dataVolume?: { name: string };
  persistentVolumeClaim?: { claimName: string };
}

export interface VirtualMachineInstance extends KubeObject {
  spec: VirtualMachineInstanceSpec;
  status?: {
    phase?: 'Pending' | 'Scheduling' | 'Scheduled' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
    nodeName?: string;
    interfaces?: { name?: string; mac?: string; ipAddress?: string }[];
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

export const virtualMachines: Resource<VirtualMachine> = {
  group: 'kubevirt.io',
  version: 'v1',
  plural: 'virtualmachines',
  kind: 'VirtualMachine',
  scope: 'Namespaced',
};
export const virtualMachineInstances: Resource<VirtualMachineInstance> = {
  group: 'kubevirt.io',
  version: 'v1',
  plural: 'virtualmachineinstances',
  kind: 'VirtualMachineInstance',
  scope: 'Namespaced',
};
