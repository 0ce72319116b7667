import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { editProvider } from '@gantry/bff/api/http/providers.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useT } from '../../../shared/i18n.ts';
import { toast } from '../../../shared/page/toasts.tsx';
import { ProviderForm } from '../form/provider-form.tsx';
import { editBody, type ProviderValues, type TrustChoice } from '../form/provider-values.ts';
import type { ProviderDetails } from '../../../shared/providers/provider.ts';

const trustChoices: Readonly<Record<NonNullable<ProviderDetails['trustMode']>, TrustChoice>> = {
  certificate: 'confirm',
  cluster: 'cluster',
  skip: 'skip',
};

function valuesOf(provider: ProviderDetails): ProviderValues {
  return {
    project: provider.namespace,
    name: provider.name,
    sdkEndpoint: provider.sdkEndpoint === 'esxi' ? 'esxi' : 'vcenter',
    url: provider.url,
    user: provider.user ?? '',
    password: '',
    trust: trustChoices[provider.trustMode ?? 'certificate'],
    pem: '',
    vddkImage: provider.vddkImage ?? '',
  };
}

/** The form as it was when it was opened: news from the server never overwrites what is typed. */
export function ProviderEdit({ provider }: { readonly provider: ProviderDetails }) {
  const t = useT();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const [opened] = useState(provider);
  const start = query.get('test') === 'now' ? 'test' : query.get('focus') === 'user' ? 'credentials' : undefined;
  const back = detailsAddress('Provider', opened);
  return (
    <ProviderForm
      mode="edit"
      initial={valuesOf(opened)}
      start={start}
      onLeave={() => void navigate(back)}
      save={async (values) => {
        await call(editProvider, {
          params: { project: opened.namespace, name: opened.name },
          query: {},
          // Status changes raise the version too; what was read last is what is replaced.
          body: editBody(values, provider.resourceVersion),
        });
        toast(t('Provider {{name}} was saved.', { name: opened.name }));
        void navigate(back);
      }}
    />
  );
}
