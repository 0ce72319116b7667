import { expect, test } from 'vitest';
import { fakeMachine } from '../../testing/fake-driver.ts';
import { preferenceName } from './guest-preference.ts';

test.each<[string, 'linux' | 'windows' | 'other', string | undefined]>([
  ['rhel7_64Guest', 'linux', 'rhel.7'],
  ['rhel9_64Guest', 'linux', 'rhel.9'],
  ['rhel10_64Guest', 'linux', 'rhel.10'],
  ['centos7_64Guest', 'linux', 'centos.7'],
  ['centos9_64Guest', 'linux', 'centos.stream9'],
  ['centos10_64Guest', 'linux', 'centos.stream10'],
  ['centos64Guest', 'linux', 'linux'],
  ['ubuntu64Guest', 'linux', 'ubuntu'],
  ['debian12_64Guest', 'linux', 'debian'],
  ['fedora64Guest', 'linux', 'fedora'],
  ['sles15_64Guest', 'linux', 'sles'],
  ['opensuse64Guest', 'linux', 'opensuse.leap'],
  ['rockylinux_64Guest', 'linux', 'linux'],
  ['other5xLinux64Guest', 'linux', 'linux'],
  ['windows7_64Guest', 'windows', 'windows.7'],
  ['windows8_64Guest', 'windows', 'windows.8'],
  ['windows9_64Guest', 'windows', 'windows.10'],
  ['windows11_64Guest', 'windows', 'windows.11'],
  ['windows7Server64Guest', 'windows', 'windows.2k8'],
  ['windows8Server64Guest', 'windows', 'windows.2k12'],
  ['windows9Server64Guest', 'windows', 'windows.2k16'],
  ['windows2019srv_64Guest', 'windows', 'windows.2k19'],
  ['windows2019srvNext_64Guest', 'windows', 'windows.2k22'],
  ['windows2022srvNext_64Guest', 'windows', 'windows.2k25'],
  ['winXPProGuest', 'windows', undefined],
  ['darwin21_64Guest', 'other', undefined],
  ['', 'other', undefined],
])('%s (%s): %s', (id, family, expected) => {
  expect(preferenceName({ ...fakeMachine().guest, id, family })).toBe(expected);
});
