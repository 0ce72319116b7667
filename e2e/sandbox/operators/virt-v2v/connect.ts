import { ProgramFailure } from '../pods/program.ts';
import type { ProgramContext } from '../pods/program.ts';
import { checkFingerprint } from '../vsphere/check-fingerprint.ts';
import { SoapFault, VcenterClient } from '../vsphere/vcenter-client.ts';
import { parseLibvirtUrl } from './libvirt-url.ts';

const secretPath = '/etc/secret';

/** Signs in where the libvirt URL leads, with what the mounted Secret says. */
export async function connect(context: ProgramContext): Promise<VcenterClient> {
  const { environment, network, signal } = context;
  const url = parseLibvirtUrl(environment.get('V2V_libvirtURL') ?? '');
  const secret = context.files(secretPath);
  const textOf = (key: string) => Buffer.from(secret.get(key) ?? []).toString('utf8');
  await checkFingerprint(context, url.origin, environment.get('V2V_fingerprint') ?? '');
  const credentials = { user: url.user ?? textOf('accessKeyId'), password: textOf('secretKey') };
  const client = new VcenterClient(network.send, url.origin, credentials, signal);
  try {
    await client.login();
  } catch (error) {
    if (error instanceof SoapFault)
      throw new ProgramFailure(`virt-v2v: error: exception: libvirt: VI_ERROR_LOGIN: ${error.message}`);
    throw error;
  }
  return client;
}
