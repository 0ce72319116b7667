import { describe, expect, test } from 'vitest';
import { diskPercents, parseResults } from './conversion-results.ts';

describe('diskPercents', () => {
  test.each([
    ['nothing yet', '', []],
    ['another gauge', 'go_threads{disk_id="1"} 7', []],
    ['one disk', '# HELP x\nv2v_disk_transfers{disk_id="1"} 12.5\n', [12.5]],
    [
      'in the order of their numbers',
      'v2v_disk_transfers{disk_id="10"} 3\nv2v_disk_transfers{disk_id="2"} 100\n',
      [100, 3],
    ],
    ['beside other labels', 'v2v_disk_transfers{job="v2v",disk_id="1",x="y"} 1e2', [100]],
  ])('%s', (_name, text, expected) => {
    expect(diskPercents(text)).toEqual(expected);
  });
});

/** As virt-v2v lays it out. */
function machineYaml(bootloader: string): string {
  return `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: web-01
  labels:
    libguestfs.org/virt-v2v-version: 2.8.1
    libguestfs.org/osinfo: rhel9.4
    libguestfs.org/source: VMware
spec:
  template:
    spec:
      domain:
        firmware:
          bootloader: ${bootloader}
        devices:
          disks:
          - disk:
              bus: virtio
            name: disk-0
`;
}

describe('parseResults', () => {
  test.each([
    ['BIOS', '{bios: {}}', 'bios'],
    ['UEFI', '{efi: {secureBoot: false}}', 'uefi'],
    ['BIOS, one key a line', '\n            bios: {}', 'bios'],
    ['UEFI, one key a line', '\n            efi:\n              persistent: true', 'uefi'],
    ['a key without a value', '\n            efi:', 'uefi'],
  ])('%s', (_name, bootloader, firmware) => {
    expect(parseResults(machineYaml(bootloader), '[]')).toEqual({ firmware, operatingSystem: 'rhel9.4', warnings: [] });
  });

  test.each([
    ['no YAML', 'a: b: c: ['],
    ['a text', 'garbage'],
    ['a list', '- efi: {}'],
    ['keys elsewhere', 'spec: {efi: {}}\nlabels: {libguestfs.org/osinfo: rhel9.4}'],
    ['values of other kinds', 'metadata: {labels: {libguestfs.org/osinfo: 9}}\nspec: {template: []}'],
    ['aliases that multiply', `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nspec: [${'*b,'.repeat(50)}]`],
  ])('%s gives nothing', (_name, text) => {
    expect(parseResults(text, 'not JSON')).toEqual({ warnings: [] });
  });

  test('what is shown is bounded', () => {
    const long = `metadata: {labels: {libguestfs.org/osinfo: ${'x'.repeat(1000)}}}`;
    const many = JSON.stringify([...Array.from({ length: 30 }, () => 'w'.repeat(1_000)), { message: 'm' }]);
    const { warnings, operatingSystem } = parseResults(long, many);
    expect([operatingSystem?.length, warnings.length, warnings[0]?.length]).toEqual([100, 20, 300]);
  });
});
