import { PageSection } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { createHook } from '@gantry/bff/api/http/hooks.ts';
import { detailsAddress, listAddress } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useT } from '../../../shared/i18n.ts';
import { useProjectScope } from '../../../shared/page/list-scope.ts';
import { PageFrame } from '../../../shared/page/page-frame.tsx';
import { toast } from '../../../shared/page/toasts.tsx';
import { HookForm } from './hook-form.tsx';
import { createBody, emptyHook, type HookValues } from './hook-values.ts';

export function HookCreatePage() {
  const t = useT();
  const navigate = useNavigate();
  const { project, newIn } = useProjectScope();
  const list = listAddress('Hook', project);
  const save = async (values: HookValues) => {
    const created = await call(createHook, {
      params: { project: values.project },
      query: {},
      body: createBody(values),
    });
    toast(t('Hook {{name}} was created.', { name: created.name }));
    void navigate(detailsAddress('Hook', created));
  };
  return (
    <PageFrame title={t('Create hook')} parent={{ title: t('Hooks'), to: list }}>
      <PageSection hasBodyWrapper={false}>
        <HookForm
          mode="create"
          initial={{ ...emptyHook, project: newIn }}
          save={save}
          onLeave={() => void navigate(list)}
        />
      </PageSection>
    </PageFrame>
  );
}
