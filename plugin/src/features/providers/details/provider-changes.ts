import type { Change } from '../../../shared/dialogs/changed-meanwhile-dialog.tsx';
import { key, type Translate } from '../../../shared/i18n.ts';
import type { ProviderDetails } from '../../../shared/providers/provider.ts';
import type { ProviderValues, TrustChoice } from '../form/provider-values.ts';

export const trustTexts: Readonly<Record<NonNullable<ProviderDetails['trustMode']>, string>> = {
  certificate: key('Verified by a certificate that was confirmed'),
  cluster: key('Verified by the authorities known to the cluster'),
  skip: key('Not verified'),
};

const trustModes: Readonly<Record<TrustChoice, NonNullable<ProviderDetails['trustMode']>>> = {
  confirm: 'certificate',
  authority: 'certificate',
  cluster: 'cluster',
  skip: 'skip',
};

interface Versions {
  /** As the form was opened. */
  readonly opened: ProviderDetails;
  readonly theirs: ProviderDetails;
  readonly mine: ProviderValues;
}

/** What the form edits, as text for people. */
function shown(t: Translate, provider: ProviderDetails) {
  return {
    url: provider.url,
    endpoint: provider.sdkEndpoint === 'esxi' ? t('ESXi host') : t('vCenter'),
    user: provider.user ?? '–',
    certificate: provider.trustMode === undefined ? '–' : t(trustTexts[provider.trustMode]),
    vddkImage: provider.vddkImage ?? t('Not set'),
  };
}

function typed(t: Translate, values: ProviderValues): ReturnType<typeof shown> {
  return {
    url: values.url,
    endpoint: values.sdkEndpoint === 'esxi' ? t('ESXi host') : t('vCenter'),
    user: values.user,
    certificate: t(trustTexts[trustModes[values.trust]]),
    vddkImage: values.vddkImage === '' ? t('Not set') : values.vddkImage,
  };
}

/** One row per field that somebody else changed; a password is never shown, only that it may be another. */
export function providerChanges(t: Translate, { opened, theirs, mine }: Versions): Change[] {
  const titles: Readonly<Record<keyof ReturnType<typeof shown>, string>> = {
    url: t('URL'),
    endpoint: t('Endpoint'),
    user: t('User name'),
    certificate: t('Certificate'),
    vddkImage: t('VDDK image'),
  };
  const [before, now, own] = [shown(t, opened), shown(t, theirs), typed(t, mine)];
  const names = (Object.keys(titles) as (keyof typeof titles)[]).filter((name) => now[name] !== before[name]);
  const rows = names.map((name) => ({ title: titles[name], theirs: now[name], mine: own[name] }));
  const isSecretChanged = theirs.version.credentials !== opened.version.credentials;
  return isSecretChanged && !names.includes('user') && !names.includes('certificate')
    ? [
        ...rows,
        {
          title: t('Credentials'),
          theirs: t('Stored again'),
          mine: mine.password === '' ? t('The stored password') : t('The password that you typed'),
        },
      ]
    : rows;
}
