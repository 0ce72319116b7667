import { describe, expect, it } from 'vitest';
import {
  createBody,
  editBody,
  fieldIds,
  proposedName,
  providerErrors,
  testBody,
  urlWarning,
  type ProviderValues,
} from './provider-values.ts';

const t = (key: string) => key;
const complete: ProviderValues = {
  project: 'migrations',
  name: 'vcenter-a',
  type: 'vsphere',
  sdkEndpoint: 'vcenter',
  url: 'https://vcenter-a.example.com/sdk',
  user: 'admin',
  password: ' with spaces ',
  trust: 'confirm',
  pem: '',
  vddkImage: '',
};

describe('the provider form', () => {
  it('accepts what is complete', () => {
    expect(providerErrors(t, complete, 'create')).toEqual([]);
  });

  it.each([
    ['no name', { name: '' }, fieldIds.name],
    ['a name with capitals', { name: 'vCenter' }, fieldIds.name],
    ['a name of 64 characters', { name: 'a'.repeat(64) }, fieldIds.name],
    ['no URL', { url: ' ' }, fieldIds.url],
    ['no URL at all', { url: 'vcenter' }, fieldIds.url],
    ['plain HTTP', { url: 'http://vcenter.example.com' }, fieldIds.url],
    ['no user', { user: '' }, fieldIds.user],
    ['no password', { password: '' }, fieldIds.password],
    ['an authority that is no PEM', { trust: 'authority', pem: 'hello' }, fieldIds.pem],
  ] as const)('refuses %s at its field', (_, change, field) => {
    expect(providerErrors(t, { ...complete, ...change }, 'create').map((error) => error.field)).toEqual([field]);
  });

  it('names every missing field of an empty form, in order', () => {
    const empty = { ...complete, project: '', name: '', url: '', user: '', password: '' };
    expect(providerErrors(t, empty, 'create').map(({ field }) => field)).toEqual([
      fieldIds.project,
      fieldIds.name,
      fieldIds.url,
      fieldIds.user,
      fieldIds.password,
    ]);
  });

  it('keeps the stored password when an edit leaves it empty', () => {
    const edited = { ...complete, password: '' };
    expect(providerErrors(t, edited, 'edit')).toEqual([]);
    expect(editBody(edited, { provider: '7' })).not.toHaveProperty('password');
    expect(testBody(edited, 'vcenter-a')).toMatchObject({ provider: 'vcenter-a' });
  });

  it('asks for a token alone where another cluster is meant', () => {
    const cluster: ProviderValues = { ...complete, type: 'openshift', user: '', password: '', vddkImage: 'vddk:8' };
    expect(providerErrors(t, cluster, 'create')).toEqual([{ field: fieldIds.password, text: 'Enter the token.' }]);
    const typed = createBody({ ...cluster, user: 'of a vCenter, typed before', password: 'token' });
    expect(typed).toMatchObject({ type: 'openshift', user: '', password: 'token' });
    expect(typed).not.toHaveProperty('vddkImage');
  });

  it('sends the password verbatim', () => {
    expect(createBody(complete).password).toBe(' with spaces ');
  });

  it('trusts a certificate only as it was confirmed', () => {
    expect(testBody(complete)).not.toHaveProperty('confirmedSha256');
    const confirmed = { ...complete, confirmed: { sha256: 'AB:CD', pem: 'PEM' } };
    expect(testBody(confirmed)).toMatchObject({ confirmedSha256: 'AB:CD', trust: { mode: 'certificate', pem: 'PEM' } });
    expect(createBody({ ...confirmed, trust: 'skip' }).trust).toEqual({ mode: 'skip' });
  });

  it.each([
    ['https://vc-a.example.com', 'vc-a'],
    ['https://VC_A.example.com', 'vc-a'],
    ['https://10.0.0.5/sdk', ''],
    ['https://[::1]/sdk', ''],
    ['vcenter', ''],
  ])('proposes for %s the name "%s"', (url, name) => {
    expect(proposedName(url)).toBe(name);
  });

  it('warns of a URL that could be meant otherwise', () => {
    const warning = (url: string, type = complete.type) => urlWarning(t, { type, url });
    expect(warning('https://vc.example.com')).toContain('/sdk');
    expect(warning('https://10.0.0.5/sdk')).toContain('IP address');
    expect(warning('https://vc.example.com/sdk')).toBeUndefined();
    expect(warning('https://api.cluster.example.com:6443', 'openshift')).toBeUndefined();
  });
});
