import { describe, expect, test } from 'vitest';
import { diskPercents, parseResults, podUrl } from './conversion-results.ts';

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

describe('parseResults', () => {
  test.each([
    [
      'YAML of KubeVirt',
      'metadata:\n  labels:\n    libguestfs.org/osinfo: rhel9.4\nspec: {}\n  bootloader:\n    bios: {}\n',
      'bios',
      'rhel9.4',
    ],
    [
      'libvirt XML with UEFI',
      '<domain><libosinfo:os id="http://redhat.com/rhel/9.4"/><os firmware=\'efi\'></os></domain>',
      'uefi',
      'rhel/9.4',
    ],
  ])('%s', (_name, text, firmware, operatingSystem) => {
    expect(parseResults(text, '[]')).toEqual({ firmware, operatingSystem, warnings: [] });
  });

  test('what is none of it gives nothing', () => {
    expect(parseResults('garbage', 'not JSON')).toEqual({ warnings: [] });
  });

  test('warnings are bounded', () => {
    const many = JSON.stringify([...Array.from({ length: 30 }, () => 'w'.repeat(1_000)), { message: 'm' }]);
    const { warnings } = parseResults('', many);
    expect([warnings.length, warnings[0]?.length]).toEqual([20, 300]);
  });
});

test('an IPv6 address is bracketed', () => {
  expect(podUrl('fd00::1', ':8080/vm')).toBe('http://[fd00::1]:8080/vm');
});
