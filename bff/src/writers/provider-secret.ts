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
  const { user, password, trust } = credentials;
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
    stringData: { user, password, insecureSkipVerify: String(trust.mode === 'skip'), ...certificate },
  };
}

export interface VsphereEndpoint {
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

export function providerSpec(namespace: string, name: string, endpoint: VsphereEndpoint): Provider['spec'] {
  const vddk: Record<string, string> =
    endpoint.vddkImage === undefined || endpoint.vddkImage === '' ? {} : { vddkInitImage: endpoint.vddkImage };
  return {
    type: 'vsphere',
    url: withSdkPath(endpoint.url),
    secret: { namespace, name: secretNameOf(name) },
    settings: { sdkEndpoint: endpoint.sdkEndpoint, ...vddk },
  };
}
