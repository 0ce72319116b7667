import type { GuestHeader } from '../../seeds/guest-header.ts';

/** An operating system as three parties call it: vSphere, VMware Tools and an inspection of the disk. */
export interface GuestSystem {
  readonly guestId: string;
  /** What the machine was configured as. */
  readonly fullName: string;
  /** What VMware Tools report. */
  readonly toolsName: string;
  readonly inspected: Pick<GuestHeader, 'os' | 'osName' | 'family'>;
}

export const guestSystems = {
  rhel9: {
    guestId: 'rhel9_64Guest',
    fullName: 'Red Hat Enterprise Linux 9 (64-bit)',
    toolsName: 'Red Hat Enterprise Linux 9.4 (Plow)',
    inspected: { os: 'rhel9', osName: 'Red Hat Enterprise Linux 9.4', family: 'linux' },
  },
  rhel8: {
    guestId: 'rhel8_64Guest',
    fullName: 'Red Hat Enterprise Linux 8 (64-bit)',
    toolsName: 'Red Hat Enterprise Linux 8.10 (Ootpa)',
    inspected: { os: 'rhel8', osName: 'Red Hat Enterprise Linux 8.10', family: 'linux' },
  },
  debian12: {
    guestId: 'debian12_64Guest',
    fullName: 'Debian GNU/Linux 12 (64-bit)',
    toolsName: 'Debian GNU/Linux 12 (bookworm)',
    inspected: { os: 'debian12', osName: 'Debian GNU/Linux 12', family: 'linux' },
  },
  win2022: {
    guestId: 'windows2019srvNext_64Guest',
    fullName: 'Microsoft Windows Server 2022 (64-bit)',
    toolsName: 'Microsoft Windows Server 2022 (64-bit)',
    inspected: { os: 'win2k22', osName: 'Windows Server 2022 Standard', family: 'windows' },
  },
  win10: {
    guestId: 'windows9_64Guest',
    fullName: 'Microsoft Windows 10 (64-bit)',
    toolsName: 'Microsoft Windows 10 (64-bit)',
    inspected: { os: 'win10', osName: 'Windows 10 Pro', family: 'windows' },
  },
} as const satisfies Record<string, GuestSystem>;

export type GuestSystemName = keyof typeof guestSystems;
