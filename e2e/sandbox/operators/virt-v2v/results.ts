import { stringify } from 'yaml';
import { escapeXml } from '../vsphere/xml.ts';
import type { GuestHeader } from './guest.ts';

/** The description that virt-v2v writes for KubeVirt. */
export function machineYaml(name: string, guest: GuestHeader, disks: number): string {
  const osinfo = guest.os.replace(/^(rhel|centos|fedora|ubuntu|debian)(\d+)$/, '$1$2.0');
  const firmware = guest.firmware === 'uefi' ? { efi: { secureBoot: false, persistent: true } } : { bios: {} };
  return stringify({
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: {
      name,
      labels: {
        'libguestfs.org/virt-v2v-version': '2.8.1',
        'libguestfs.org/osinfo': osinfo,
        'libguestfs.org/source': 'VMware',
      },
    },
    spec: {
      running: false,
      template: {
        spec: {
          domain: {
            firmware: { bootloader: firmware },
            devices: {
              disks: Array.from({ length: disks }, (_, index) => ({ name: `disk-${index}`, disk: { bus: 'virtio' } })),
            },
          },
          volumes: Array.from({ length: disks }, (_, index) => ({
            name: `disk-${index}`,
            hostDisk: { path: `/mnt/disks/disk${index}`, type: 'Disk' },
          })),
        },
      },
    },
  });
}

/** What virt-v2v-inspector prints. */
export function inspectionXml(guest: GuestHeader): string {
  const windows = guest.family === 'windows';
  return [
    "<?xml version='1.0' encoding='utf-8'?>",
    '<v2v-inspection>',
    '  <program>virt-v2v-inspector</program>',
    '  <operatingsystem>',
    `    <name>${guest.family}</name>`,
    `    <distro>${windows ? 'windows' : guest.os.replace(/[\d.]+.*$/, '')}</distro>`,
    `    <osinfo>${escapeXml(guest.os)}</osinfo>`,
    `    <product_name>${escapeXml(guest.osName)}</product_name>`,
    '    <arch>x86_64</arch>',
    `    <package_format>${windows ? '' : 'rpm'}</package_format>`,
    '  </operatingsystem>',
    `  <firmware type='${guest.firmware}'/>`,
    '</v2v-inspection>',
    '',
  ].join('\n');
}
