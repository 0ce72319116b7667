import { createHash } from 'node:crypto';
import type { Disk, Volume } from '../api/kinds/kubevirt.ts';
import type { SourceDisk } from '../machine/source-machine.ts';
import { volumeName } from './template-names.ts';
import type { DeviceModels, TargetInput } from './target-input.ts';

/** The copying by VDDK numbers disks by controller in this order; virt-v2v in that of `SourceMachine.disks`. */
const vddkOrder: readonly SourceDisk['bus'][] = ['sata', 'ide', 'scsi', 'nvme'];

/** Disks and volumes of the target, in the order in which the guest finds them. */
export function targetDisks(input: TargetInput, models: DeviceModels): { disks: Disk[]; volumes: Volume[] } {
  const { machine, options } = input;
  const carried = diskOrder(machine.disks, { converted: options.skipGuestConversion !== true }).flatMap((disk) => {
    const volume = input.volumes.find((candidate) => candidate.disk === disk.index);
    return volume === undefined ? [] : [{ disk, claim: volume.claim }];
  });
  const boot = bootIndex(options.rootDisk, input.detectedBootDisk, carried.length);
  const named = carried.map(({ disk, claim }, index) => ({
    disk,
    claim,
    name: volumeName(options.volumeNameTemplate, { PVCName: claim, VolumeIndex: index }),
  }));
  const attached = attachedDisks(input, { models, first: named.length });
  const disks = named.map(({ disk, name }, index) => ({
    name,
    ...device(disk, models, options),
    ...(index === boot && { bootOrder: 1 }),
    ...(disk.serial && { serial: diskSerial(disk.serial) }),
    ...(disk.shared && shared),
  }));
  const claims = [...named, ...attached];
  return {
    disks: [...disks, ...attached.map(({ disk }) => disk)],
    volumes: claims.map(({ claim, name }) => ({ name, persistentVolumeClaim: { claimName: claim } })),
  };
}

const shared = { shareable: true, cache: 'none' as const };

/** Disks that another machine has brought, behind the machine's own. */
function attachedDisks(
  { attached = [], options }: TargetInput,
  { models, first }: { readonly models: DeviceModels; readonly first: number },
): { readonly name: string; readonly claim: string; readonly disk: Disk }[] {
  return attached.map(({ claim, serial }, index) => {
    const name = volumeName(options.volumeNameTemplate, { PVCName: claim, VolumeIndex: first + index });
    const bus = busOf(models);
    return { name, claim, disk: { name, disk: { bus }, ...(serial && { serial: diskSerial(serial) }), ...shared } };
  });
}

function busOf(models: DeviceModels): 'sata' | 'virtio' {
  return models === 'compatible' ? 'sata' : 'virtio';
}

export function diskOrder(
  disks: readonly SourceDisk[],
  { converted }: { readonly converted: boolean },
): readonly SourceDisk[] {
  if (converted) return disks;
  return [...disks].sort(
    (a, b) =>
      vddkOrder.indexOf(a.bus) - vddkOrder.indexOf(b.bus) ||
      a.controllerKey - b.controllerKey ||
      a.unit - b.unit ||
      a.index - b.index,
  );
}

/** `/dev/sdb` → 1; undefined for anything else. */
export function rootDiskIndex(rootDisk: string | undefined): number | undefined {
  const letter = /^\/dev\/[a-z]d([a-z])\d*$/.exec(rootDisk ?? '')?.[1];
  return letter === undefined ? undefined : letter.charCodeAt(0) - 'a'.charCodeAt(0);
}

function bootIndex(rootDisk: string | undefined, detected: number | undefined, count: number): number {
  return [rootDiskIndex(rootDisk), detected].find((index) => index !== undefined && index < count) ?? 0;
}

function device(
  disk: SourceDisk,
  models: DeviceModels,
  options: TargetInput['options'],
): Pick<Disk, 'disk' | 'lun' | 'errorPolicy'> {
  if (!disk.rdm || options.rdmAsLun !== true) return { disk: { bus: busOf(models) } };
  return options.scsiReservation === true
    ? { lun: { bus: 'scsi', reservation: true }, errorPolicy: 'report' }
    : { lun: { bus: 'scsi' } };
}

/** QEMU shows at most 20 characters of a serial. */
function diskSerial(serial: string): string {
  const clean = serial.replaceAll(/[^A-Za-z0-9_.+-]/g, '');
  return clean.length > 0 && clean.length <= 20
    ? clean
    : createHash('sha256').update(serial).digest('hex').slice(0, 20);
}
