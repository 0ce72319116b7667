import { describe, expect, it } from 'vitest';
import { claimName, networkName, volumeName, type ClaimVariables } from './template-names.ts';

const variables: ClaimVariables = {
  VmName: 'Web.01',
  TargetVmName: 'web.01-of-the-shop',
  PlanName: 'spring.plan',
  VmId: 'vm-7',
  DiskIndex: 2,
  RootDiskIndex: 0,
  Shared: false,
  FileName: '[ds] web/web.vmdk',
  WinDriveLetter: '',
};

describe('claimName', () => {
  it.each([
    ['by default', undefined, 'spring-plan-web-01-of-the-s-disk-2'],
    ['where the template is empty', '', 'spring-plan-web-01-of-the-s-disk-2'],
    ['from a template', '{{.VmId}}-{{if eq .DiskIndex .RootDiskIndex}}root{{else}}data{{end}}', 'vm-7-data'],
  ])('%s', (_name, template, expected) => {
    expect(claimName(template, variables)).toBe(expected);
  });

  it('refuses a template that gives no DNS label', () => {
    expect(() => claimName('{{.VmName}}', variables)).toThrow(/pvcNameTemplate gives the name “Web.01”/);
  });
});

it('names volumes and networks', () => {
  const network = { NetworkName: 'blue', NetworkNamespace: 'prod', NetworkType: 'multus', NetworkIndex: 1 };
  expect(volumeName(undefined, { PVCName: 'a', VolumeIndex: 3 })).toBe('vol-3');
  expect(volumeName('{{.PVCName}}-v', { PVCName: 'a', VolumeIndex: 3 })).toBe('a-v');
  expect(networkName(undefined, network)).toBe('net-1');
  expect(networkName('{{.NetworkType}}-{{.NetworkName}}', network)).toBe('multus-blue');
});
