import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import { planFile, workloadFile } from './hook-files.ts';

describe('workload.yml', () => {
  const address = { mac: '00:50:56:00:00:01', ip: '10.0.0.7', prefix: 24, dns: ['10.0.0.1'] };
  const machine = fakeMachine({ disks: [fakeDisk('web-01', 0)] });
  const file: unknown = parse(
    workloadFile({ ...machine, power: 'On', guest: { ...machine.guest, hostName: 'web', addresses: [address] } }),
  );

  test.each([
    ['the address that playbooks connect to', { vm: { ipaddress: '10.0.0.7' } }],
    ['all addresses', { vm: { guestnetworks: [{ mac: '00:50:56:00:00:01', ip: '10.0.0.7', prefixlength: 24 }] } }],
    ['identity, where MTV has it', { vm: { vm1: { vm0: { id: 'vm-101', name: 'web-01' } } } }],
    ['identity, where it is sought', { vm: { id: 'vm-101', name: 'web-01' } }],
    ['power', { vm: { powerstate: 'poweredOn' } }],
    ['disks', { vm: { disks: [{ file: '[ds1] web-01/web-01.vmdk' }] } }],
  ])('has %s', (_name, expected) => {
    expect(file).toMatchObject(expected);
  });

  test('is complete for a machine whose guest says nothing', () => {
    expect(parse(workloadFile(machine))).toMatchObject({ vm: { ipaddress: '', hostname: '', guestnetworks: [] } });
  });
});

describe('plan.yml', () => {
  const provider = { source: { name: 'vc', namespace: 'ns' }, destination: { name: 'host', namespace: 'ns' } };
  const file: unknown = parse(
    planFile({
      targetNamespace: 'prod',
      provider,
      map: { network: { name: 'net' }, storage: { name: 'disks' } },
      targetLabels: { 'example.com/Tier': 'Gold' },
      vms: [
        { id: 'vm-1', name: 'Web', hooks: [{ step: 'PreHook', hook: { name: 'quiesce' } }], targetName: 'web' },
        { name: 'db' },
      ],
    }),
  );

  test('has the fields in lower case, as MTV writes them', () => {
    expect(file).toMatchObject({ targetnamespace: 'prod', provider, map: { network: { name: 'net' } } });
  });

  test('keeps the words of users', () => {
    expect(file).toMatchObject({ targetlabels: { 'example.com/Tier': 'Gold' } });
  });

  test('has each machine with its reference, also where it lacks a part of it', () => {
    expect(file).toMatchObject({
      vms: [
        { ref: { id: 'vm-1', name: 'Web' }, id: 'vm-1', targetname: 'web', hooks: [{ step: 'PreHook' }] },
        { ref: { id: '', name: 'db' }, id: '' },
      ],
    });
  });
});
