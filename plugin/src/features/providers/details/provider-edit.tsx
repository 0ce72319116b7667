import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { editProvider, getProvider } from '@gantry/bff/api/http/providers.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { problemFrom } from '../../../shared/api/api-error.ts';
import { call } from '../../../shared/api/call.ts';
import { ChangedMeanwhileDialog } from '../../../shared/dialogs/changed-meanwhile-dialog.tsx';
import { useT } from '../../../shared/i18n.ts';
import { toast } from '../../../shared/page/toasts.tsx';
import { ProviderForm } from '../form/provider-form.tsx';
import { editBody, type ProviderValues, type TrustChoice } from '../form/provider-values.ts';
import type { ProviderDetails } from '../../../shared/providers/provider.ts';
import { providerChanges } from './provider-changes.ts';

const trustChoices: Readonly<Record<NonNullable<ProviderDetails['trustMode']>, TrustChoice>> = {
  certificate: 'confirm',
  cluster: 'cluster',
  skip: 'skip',
};

function valuesOf(provider: ProviderDetails): ProviderValues {
  return {
    project: provider.namespace,
    name: provider.name,
    type: provider.type === 'openshift' ? 'openshift' : 'vsphere',
    sdkEndpoint: provider.sdkEndpoint === 'esxi' ? 'esxi' : 'vcenter',
    url: provider.url,
    user: provider.user ?? '',
    password: '',
    trust: trustChoices[provider.trustMode ?? 'certificate'],
    pem: '',
    vddkImage: provider.vddkImage ?? '',
  };
}

const changedMeanwhile = 'changed-meanwhile';

interface Conflict {
  readonly theirs: ProviderDetails;
  readonly mine: ProviderValues;
}

/** The form as it was when it was opened: news from the server never overwrites what is typed. */
export function ProviderEdit({ provider }: { readonly provider: ProviderDetails }) {
  const t = useT();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const [opened, setOpened] = useState(provider);
  const [conflict, setConflict] = useState<Conflict>();
  const start = query.get('test') === 'now' ? 'test' : query.get('focus') === 'user' ? 'credentials' : undefined;
  const { namespace: project, name } = opened;
  const params = { project, name };
  const back = detailsAddress('Provider', opened);

  const save = async (mine: ProviderValues, seen: ProviderDetails) => {
    try {
      await call(editProvider, { params, query: {}, body: editBody(mine, seen.version) });
    } catch (error) {
      if (problemFrom(error).code !== changedMeanwhile) throw error;
      setConflict({ mine, theirs: await call(getProvider, { params, query: {}, body: undefined }) });
      return;
    }
    toast(t('Provider {{name}} was saved.', { name }));
    void navigate(back);
  };
  return (
    <>
      <ProviderForm
        key={JSON.stringify(opened.version)}
        mode="edit"
        initial={valuesOf(opened)}
        start={start}
        onLeave={() => void navigate(back)}
        save={(mine) => save(mine, opened)}
      />
      {conflict !== undefined && (
        <ChangedMeanwhileDialog
          name={name}
          changes={providerChanges(t, { opened, ...conflict })}
          onApplyMine={() => save(conflict.mine, conflict.theirs)}
          onTakeTheirs={() => {
            setOpened(conflict.theirs);
            setConflict(undefined);
          }}
          onClose={() => setConflict(undefined)}
        />
      )}
    </>
  );
}
