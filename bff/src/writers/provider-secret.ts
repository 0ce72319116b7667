import type { Provider } from '../api/generated/provider.ts';
import type { Secret } from '../api/kinds/core.ts';

export interface ProviderCredentials {
  readonly user: string;
  readonly password: string;
  readonly trust:
    { readonly mode: 'certificate'; readonly pem: string } | { readonly mode: 'cluster' } | { readonly mode: 'skip' };
}

/** Marks Secrets that Gantry made for a provider, and so may delete with it. */
export const madeForProvider = 'gantry.dev/made-for-provider';

export function secretNameOf(provider: string): string {
  return `${provider}-creds`;
}

/** The Secret of a provider in MTV's keys; `cacert` beside `ca.crt` for clients before 2.14. */
export function providerSecret(
  provider: { readonly namespace: string; readonly name: string; readonly type: string },
  credentials: ProviderCredentials,
): Secret {
  const { trust } = credentials;
  const certificate: Record<string, string> =
    trust.mode === 'certificate' ? { 'ca.crt': trust.pem, cacert: trust.pem } : {};
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: secretNameOf(provider.name),
      namespace: provider.namespace,
      labels: {
        createdForProviderType: provider.type,
        createdForResourceType: 'providers',
        createdForResource: provider.name,
      },
      annotations: { [madeForProvider]: provider.name },
    },
    type: 'Opaque',
    stringData: {
      ...signInOf(provider.type, credentials),
      insecureSkipVerify: String(trust.mode === 'skip'),
      ...certificate,
    },
  };
}

function signInOf(type: string, { user, password }: ProviderCredentials): Record<string, string> {
  return type === 'openshift' ? { token: password } : { user, password };
}

/** Key of the Secret under which the password of a type stands. */
export function passwordKey(type: string): string {
  return type === 'openshift' ? 'token' : 'password';
}

export interface ProviderEndpoint {
  readonly type: 'vsphere' | 'openshift';
  readonly url: string;
  readonly sdkEndpoint: 'vcenter' | 'esxi';
  readonly vddkImage?: string;
}

/** `https://vc` becomes `https://vc/sdk`; anything else stays as it was written. */
export function withSdkPath(url: string): string {
  const parsed = new URL(url);
  if (parsed.pathname === '/' || parsed.pathname === '') parsed.pathname = '/sdk';
  return parsed.toString();
}

export function providerSpec(namespace: string, name: string, endpoint: ProviderEndpoint): Provider['spec'] {
  const { type, url, sdkEndpoint, vddkImage } = endpoint;
  const secret = { namespace, name: secretNameOf(name) };
  if (type === 'openshift') return { type, url, secret };
  const vddk: Record<string, string> = vddkImage === undefined || vddkImage === '' ? {} : { vddkInitImage: vddkImage };
  return { type, url: withSdkPath(url), secret, settings: { sdkEndpoint, ...vddk } };
}
