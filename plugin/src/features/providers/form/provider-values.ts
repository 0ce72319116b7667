import type { CallOf } from '@gantry/bff/api/http/endpoint.ts';
import type { createProvider, editProvider, testConnection } from '@gantry/bff/api/http/providers.ts';
import type { FieldError } from '../../../shared/forms/error-summary.tsx';
import type { Translate } from '../../../shared/i18n.ts';

export type TrustChoice = 'confirm' | 'authority' | 'cluster' | 'skip';

export type ProviderType = CallOf<typeof createProvider>['body']['type'];

/** What stands in the form; nothing of it is kept anywhere else. */
export interface ProviderValues {
  readonly project: string;
  readonly name: string;
  readonly type: ProviderType;
  readonly sdkEndpoint: 'vcenter' | 'esxi';
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly trust: TrustChoice;
  /** Of the authority that the user typed; kept while another option is chosen. */
  readonly pem: string;
  /** The certificate that the user compared and accepted. */
  readonly confirmed?: { readonly sha256: string; readonly pem: string };
  readonly vddkImage: string;
}

export type FormMode = 'create' | 'edit';

export const fieldIds = {
  project: 'provider-project',
  name: 'provider-name',
  url: 'provider-url',
  user: 'provider-user',
  password: 'provider-password',
  pem: 'provider-pem',
  confirmed: 'provider-certificate-confirmed',
} as const;

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const longestName = 63;

function parsedUrl(url: string): URL | undefined {
  return URL.parse(url.trim()) ?? undefined;
}

/** The first label of the server's name, as a proposal for the provider's. */
export function proposedName(url: string): string {
  const host = parsedUrl(url)?.hostname ?? '';
  if (host === '' || /^[\d.]+$/.test(host) || host.includes(':')) return '';
  return (host.split('.')[0] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .slice(0, longestName);
}

/** What is wrong with a URL that could still be meant, with the fix. */
export function urlWarning(t: Translate, { type, url }: Pick<ProviderValues, 'type' | 'url'>): string | undefined {
  const parsed = parsedUrl(url);
  if (parsed === undefined) return undefined;
  if (type === 'vsphere' && (parsed.pathname === '' || parsed.pathname === '/'))
    return t('No /sdk path: Gantry adds it.');
  if (/^[\d.]+$/.test(parsed.hostname) || parsed.hostname.startsWith('['))
    return t('An IP address: certificates usually carry a name. Use the name of the server if it has one.');
  return undefined;
}

function urlError(t: Translate, url: string): string | undefined {
  if (url.trim() === '') return t('Enter the URL of the server.');
  const parsed = parsedUrl(url);
  if (parsed === undefined || parsed.hostname === '') return t('Enter a URL such as https://vcenter.example.com.');
  if (parsed.protocol !== 'https:') return t('Use https: the password would be readable on the way.');
  return undefined;
}

function nameError(t: Translate, name: string): string | undefined {
  if (name === '') return t('Enter a name.');
  if (name.length > longestName) return t('Use at most 63 characters.');
  return label.test(name)
    ? undefined
    : t('Use lowercase letters, digits and hyphens; begin and end with a letter or digit.');
}

type Validator = (t: Translate, values: ProviderValues, mode: FormMode) => string | undefined;

const validators: Readonly<Record<keyof typeof fieldIds, Validator>> = {
  project: (t, { project }) => (project === '' ? t('Choose a project.') : undefined),
  name: (t, { name }, mode) => (mode === 'create' ? nameError(t, name) : undefined),
  url: (t, { url }) => urlError(t, url),
  user: (t, { type, user }) => (type === 'vsphere' && user === '' ? t('Enter the user name.') : undefined),
  password: (t, { type, password }, mode) => {
    if (password !== '' || mode === 'edit') return undefined;
    return type === 'openshift' ? t('Enter the token.') : t('Enter the password.');
  },
  pem: (t, { trust, pem }) =>
    trust === 'authority' && !pem.includes('-----BEGIN CERTIFICATE-----')
      ? t('Paste the certificate of the authority (PEM).')
      : undefined,
  confirmed: () => undefined,
};

/** Everything that keeps the form from being sent, in the order of its fields. */
export function providerErrors(t: Translate, values: ProviderValues, mode: FormMode): FieldError[] {
  return (Object.keys(fieldIds) as (keyof typeof fieldIds)[]).flatMap((name) => {
    const text = validators[name](t, values, mode);
    return text === undefined ? [] : [{ field: fieldIds[name], text }];
  });
}

type TestBody = CallOf<typeof testConnection>['body'];
type CreateBody = CallOf<typeof createProvider>['body'];
type EditBody = CallOf<typeof editProvider>['body'];

function trustOf(values: ProviderValues): CreateBody['trust'] {
  switch (values.trust) {
    case 'confirm':
      return { mode: 'certificate', pem: values.confirmed?.pem ?? '' };
    case 'authority':
      return { mode: 'certificate', pem: values.pem };
    case 'cluster':
      return { mode: 'cluster' };
    case 'skip':
      return { mode: 'skip' };
  }
}

function endpointOf(values: ProviderValues) {
  return {
    type: values.type,
    sdkEndpoint: values.sdkEndpoint,
    url: values.url.trim(),
    user: values.type === 'openshift' ? '' : values.user,
    trust: trustOf(values),
    ...(values.type === 'openshift' || values.vddkImage.trim() === '' ? {} : { vddkImage: values.vddkImage.trim() }),
  };
}

export function createBody(values: ProviderValues): CreateBody {
  return { name: values.name, ...endpointOf(values), password: values.password };
}

export function editBody(values: ProviderValues, version: EditBody['version']): EditBody {
  return {
    ...endpointOf(values),
    ...(values.password === '' ? {} : { password: values.password }),
    version,
  };
}

/** With `provider`, an empty password means the stored one. */
export function testBody(values: ProviderValues, provider?: string): TestBody {
  return {
    ...endpointOf(values),
    ...(values.password === '' && provider !== undefined ? { provider } : { password: values.password }),
    ...(values.trust === 'confirm' && values.confirmed !== undefined
      ? { confirmedSha256: values.confirmed.sha256 }
      : {}),
  };
}
