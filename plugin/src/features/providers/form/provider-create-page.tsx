import { PageSection } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { createProvider } from '@gantry/bff/api/http/providers.ts';
import { detailsAddress, listAddress } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useT } from '../../../shared/i18n.ts';
import { useProjectScope } from '../../../shared/page/list-scope.ts';
import { PageFrame } from '../../../shared/page/page-frame.tsx';
import { toast } from '../../../shared/page/toasts.tsx';
import { ProviderForm } from './provider-form.tsx';
import { createBody, type ProviderValues } from './provider-values.ts';

const empty: Omit<ProviderValues, 'project'> = {
  name: '',
  type: 'vsphere',
  sdkEndpoint: 'vcenter',
  url: '',
  user: '',
  password: '',
  trust: 'confirm',
  pem: '',
  vddkImage: '',
};

export function ProviderCreatePage() {
  const t = useT();
  const navigate = useNavigate();
  const { project, newIn } = useProjectScope();
  const list = listAddress('Provider', project);
  const save = async (values: ProviderValues) => {
    const created = await call(createProvider, {
      params: { project: values.project },
      query: {},
      body: createBody(values),
    });
    toast(t('Provider {{name}} was created.', { name: created.name }));
    void navigate(detailsAddress('Provider', created));
  };
  return (
    <PageFrame title={t('Create provider')} parent={{ title: t('Providers'), to: list }}>
      <PageSection hasBodyWrapper={false}>
        <ProviderForm
          mode="create"
          initial={{ ...empty, project: newIn }}
          save={save}
          onLeave={() => void navigate(list)}
        />
      </PageSection>
    </PageFrame>
  );
}
