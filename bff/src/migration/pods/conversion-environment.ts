import type { EnvVar } from '../../api/kinds/core.ts';
import type { ResolvedRun } from '../machine-run.ts';
import { isLegacyWindows } from './legacy-windows.ts';
import { hasManyAddressesPerNic, staticAddresses } from './static-addresses.ts';

/** Where the image has the drivers for Windows that knows no SHA-2. */
const legacyDrivers = '/usr/local/virtio-win-legacy.iso';

/** Where virt-v2v may keep what it needs while it converts. */
export const scratchPath = '/var/tmp/virt-v2v';

/** Environment of the conversion pod, in the words of the published image. */
export function conversionEnvironment(
  { machine, options, settings }: Pick<ResolvedRun, 'machine' | 'options' | 'settings'>,
  fromDriver: Readonly<Record<string, string>>,
): EnvVar[] {
  const all: Record<string, string | false | 0 | undefined> = {
    ...fromDriver,
    // Else the pod says nothing of its results, and ends unasked.
    LOCAL_MIGRATION: 'true',
    V2V_RootDisk: options.rootDisk,
    V2V_HOSTNAME: machine.guest.hostName,
    V2V_NBDE_CLEVIS: options.nbdeClevis === true && 'true',
    V2V_xfsCompatibility: options.xfsCompatibility === true && 'true',
    V2V_extra_args: settings.virtV2vExtraArgs,
    V2V_memSize: settings.virtV2vMemSize && String(settings.virtV2vMemSize),
    V2V_smp: settings.virtV2vSmp && String(settings.virtV2vSmp),
    TMPDIR: hasScratch(options) && scratchPath,
    ...guestSettings({ machine, options }),
  };
  return Object.entries(all).flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

/** Both halves are needed; one alone is refused before. */
export function hasScratch(options: ResolvedRun['options']): boolean {
  return Boolean(options.conversionTempStorageClass) && Boolean(options.conversionTempStorageSize);
}

function guestSettings({ machine, options }: Pick<ResolvedRun, 'machine' | 'options'>) {
  const keeps = options.preserveStaticIPs !== false;
  const legacy = options.installLegacyDrivers ?? isLegacyWindows(machine.guest);
  return {
    V2V_preserveStaticIPs: keeps && 'true',
    V2V_staticIPs: keeps && staticAddresses(machine),
    // The script that sets several addresses needs a Windows that legacy drivers exclude.
    V2V_multipleIPsPerNic: keeps && !legacy && hasManyAddressesPerNic(machine) && 'true',
    VIRTIO_WIN: legacy && legacyDrivers,
  };
}
