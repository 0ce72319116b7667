import { InvalidInputError } from '../../platform/errors.ts';
import { authorityOf } from '../../platform/trust.ts';
import type { Connection, TransferInput, Transfers, Trust } from '../driver.ts';

/** Where the conversion pod finds the Secret's keys, and where the image has its VDDK libraries. */
const SECRET_FOLDER = '/etc/secret';

export const vsphereTransfers: Transfers = {
  importSource(input, diskIndex) {
    const disk = input.machine.disks[diskIndex];
    if (disk === undefined)
      throw new InvalidInputError(`${input.machine.name} has no disk ${diskIndex}.`, { code: 'DiskUnknown' });
    return {
      vddk: {
        backingFile: disk.file,
        uuid: input.machine.uuid,
        url: input.url,
        secretRef: input.secretName,
        thumbprint: input.fingerprint,
        ...(input.vddkImage === undefined ? {} : { initImageURL: input.vddkImage }),
      },
    };
  },
  importSecret,
  conversionEnvironment(input) {
    return {
      V2V_source: 'vSphere',
      V2V_libvirtURL: libvirtUrl(input),
      V2V_vmName: input.machine.name,
      V2V_fingerprint: input.fingerprint,
      V2V_NewName: input.targetName,
    };
  },
  // One Secret serves both readers: the pod reads the same two keys, and the authority where TLS is verified against one.
  conversionSecret: (connection) => ({
    ...importSecret(connection),
    ...certificateOf(connection.trust),
  }),
};

function importSecret({ user, password }: Connection): Record<string, string> {
  return { accessKeyId: user, secretKey: password };
}

function certificateOf(trust: Trust): Record<string, string> {
  const authority = authorityOf(trust);
  return authority === undefined ? {} : { cacert: authority };
}

/** `vpx://user@vcenter/dc/cluster/host?…`, or `esx://user@host?…` where a host is read itself. */
function libvirtUrl({ machine, url, user, trust, settings }: TransferInput): string {
  const login = user === undefined ? '' : `${encodeURIComponent(user)}@`;
  const { host } = new URL(url);
  if (settings.sdkEndpoint === 'esxi') return `esx://${login}${host}${query(trust)}`;
  if (machine.host === undefined) {
    throw new InvalidInputError(`${machine.name} is on no host, so virt-v2v has no way to it.`, {
      code: 'HostUnknown',
    });
  }
  const path = machine.host.path.split('/').map(encodeURIComponent).join('/');
  return `vpx://${login}${host}${path}${query(trust)}`;
}

function query(trust: Trust): string {
  if (trust.mode === 'skip') return '?no_verify=1';
  return authorityOf(trust) === undefined ? '' : `?cacert=${SECRET_FOLDER}/cacert`;
}
