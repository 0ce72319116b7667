import { describe, expect, it } from 'vitest';
import { settled, startVcenter } from '../../testing/vcenter.ts';
import type { Connection, TransferInput } from '../driver.ts';
import { openSource } from './source.ts';
import { vsphereTransfers } from './transfers.ts';

const connection: Connection = {
  url: 'https://vc/sdk',
  user: 'u',
  password: 'p',
  trust: { mode: 'skip' },
  settings: {},
};

async function inputOf(id: string, change: Partial<TransferInput> = {}): Promise<TransferInput> {
  const world = await startVcenter();
  const source = openSource(world.connection, world.context);
  const machine = await settled(world.clock, source.machine(id));
  const input = {
    machine,
    url: 'https://vc.sandbox.test/sdk',
    trust: { mode: 'skip' },
    settings: {},
    fingerprint: 'AA:BB',
    secretName: 's',
    targetName: 'web',
  } as const;
  return { ...input, ...change };
}

describe('vsphereTransfers', () => {
  it('tells the importer where a disk is', async () => {
    const input = await inputOf('vm-1001', { vddkImage: 'registry.test/vddk' });
    expect(vsphereTransfers.importSource(input, 1)).toEqual({
      vddk: {
        backingFile: '[vmfs-02] web-01/web-01_1.vmdk',
        uuid: input.machine.uuid,
        url: 'https://vc.sandbox.test/sdk',
        secretRef: 's',
        thumbprint: 'AA:BB',
        initImageURL: 'registry.test/vddk',
      },
    });
    expect(() => vsphereTransfers.importSource(input, 2)).toThrow(expect.objectContaining({ code: 'DiskUnknown' }));
  });

  it('tells virt-v2v where the machine is', async () => {
    expect(vsphereTransfers.conversionEnvironment(await inputOf('vm-1001', { user: 'dom\\me@x' }))).toEqual({
      V2V_source: 'vSphere',
      V2V_libvirtURL: 'vpx://dom%5Cme%40x@vc.sandbox.test/Munich/Cluster-A/esx-01.sandbox.test?no_verify=1',
      V2V_vmName: 'web-01',
      V2V_fingerprint: 'AA:BB',
      V2V_NewName: 'web',
    });
  });

  it.each([
    [{ mode: 'verify' } as const, ''],
    [{ mode: 'verify', ca: 'pem' } as const, '?cacert=/etc/secret/cacert'],
  ])('verifies as %j says', async (trust, query) => {
    const { V2V_libvirtURL = '' } = vsphereTransfers.conversionEnvironment(await inputOf('vm-1001', { trust }));
    expect(new URL(V2V_libvirtURL).search).toBe(query);
  });

  it('tells virt-v2v which host to read', async () => {
    const at = { url: 'https://198.51.100.10/sdk', user: 'root', settings: { sdkEndpoint: 'esxi' } };
    const urlWith = async (change: Partial<TransferInput>) =>
      vsphereTransfers.conversionEnvironment(await inputOf('vm-1001', { ...at, ...change })).V2V_libvirtURL;
    expect(await urlWith({})).toBe('esx://root@198.51.100.10?no_verify=1');
    expect(await urlWith({ trust: { mode: 'verify', ca: 'pem' } })).toBe(
      'esx://root@198.51.100.10?cacert=/etc/secret/cacert',
    );
  });

  it('puts into the Secrets only what the readers need', () => {
    expect(vsphereTransfers.importSecret(connection)).toEqual({ accessKeyId: 'u', secretKey: 'p' });
    expect(vsphereTransfers.conversionSecret(connection)).toEqual({ accessKeyId: 'u', secretKey: 'p' });
    const verified: Connection = { ...connection, trust: { mode: 'verify', ca: 'pem' } };
    expect(vsphereTransfers.conversionSecret(verified)).toEqual({ accessKeyId: 'u', secretKey: 'p', cacert: 'pem' });
  });
});
