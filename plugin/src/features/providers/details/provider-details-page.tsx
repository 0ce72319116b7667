import { useState } from 'react';
import { PageSection } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { getProvider } from '@gantry/bff/api/http/providers.ts';
import { createAddress, detailsAddress, listAddress, useAddress } from '../../../shared/address.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { say } from '../../../shared/messages/say.ts';
import { GuardedButton } from '../../../shared/page/guarded-button.tsx';
import { PageFrame } from '../../../shared/page/page-frame.tsx';
import { GoneAlert, Loading, ProblemAlert, ProblemState } from '../../../shared/page/states.tsx';
import { providerAppearance } from '../../../shared/states/appearance.ts';
import { StateLabel } from '../../../shared/states/state-label.tsx';
import { ActionMenu } from '../../../shared/table/row-menu.tsx';
import { DeleteProviderDialog } from '../actions/delete-provider-dialog.tsx';
import { providerActions } from '../actions/provider-actions.ts';
import { isReady, isThisCluster } from '../../../shared/providers/provider.ts';
import { ProviderEdit } from './provider-edit.tsx';
import { ProviderOverview } from './provider-overview.tsx';

export function ProviderDetailsPage() {
  const t = useT();
  const navigate = useNavigate();
  const { project = '', name = '', tab } = useAddress();
  const { data, problem, reload } = useLive(getProvider, { params: { project, name }, query: {} });
  const [patch, remove] =
    useAccess([
      { verb: 'patch', resource: 'providers', namespace: project },
      { verb: 'delete', resource: 'providers', namespace: project },
    ]) ?? [];
  const [deleting, setDeleting] = useState(false);
  const list = listAddress('Provider', project);
  const parent = { title: t('Providers'), to: list };
  const editing = tab === 'edit';

  if (data === undefined) {
    return (
      <PageFrame title={name} parent={parent}>
        <PageSection hasBodyWrapper={false}>
          {problem === undefined ? (
            <Loading onRetry={reload} />
          ) : (
            <ProblemState problem={problem} attempt={t('view provider {{name}}', { name })} onRetry={reload} />
          )}
        </PageSection>
      </PageFrame>
    );
  }
  const gone = problem?.status === 404;
  const actions = providerActions({
    t,
    provider: data,
    go: (address) => void navigate(address),
    askDelete: () => setDeleting(true),
    rights: { patch, delete: remove },
  });
  return (
    <PageFrame
      title={editing ? t('Edit {{name}}', { name }) : name}
      parent={editing ? { title: name, to: detailsAddress('Provider', data) } : parent}
      labels={<StateLabel appearance={providerAppearance[data.state]} />}
      summary={editing ? undefined : say(t, data.message).what}
      actions={
        editing || gone ? undefined : (
          <>
            {!isThisCluster(data) && (
              <GuardedButton
                title={t('Create plan')}
                obstacle={isReady(data) ? undefined : t('The provider is not ready.')}
                onClick={() => void navigate(createAddress('Plan', project, { source: `${project}/${name}` }))}
              />
            )}
            <ActionMenu actions={actions} />
          </>
        )
      }
    >
      <PageSection hasBodyWrapper={false}>
        {gone && <GoneAlert title={t('This provider was deleted.')} to={list} link={t('All providers')} />}
        {problem !== undefined && !gone && (
          <ProblemAlert problem={problem} title={t('The page could not be updated')} />
        )}
        {editing ? <ProviderEdit provider={data} /> : <ProviderOverview provider={data} />}
      </PageSection>
      {deleting && (
        <DeleteProviderDialog
          provider={data}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(list)}
        />
      )}
    </PageFrame>
  );
}
