import { useState, type ReactNode } from 'react';
import { PageSection } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { getProvider } from '@gantry/bff/api/http/providers.ts';
import type { Message, Problem } from '@gantry/bff/api/http/shapes.ts';
import { createAddress, detailsAddress, listAddress, useAddress } from '../../../shared/address.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { say } from '../../../shared/messages/say.ts';
import { GuardedButton } from '../../../shared/page/guarded-button.tsx';
import { PageFrame } from '../../../shared/page/page-frame.tsx';
import { useDialogInAddress } from '../../../shared/page/use-dialog-in-address.ts';
import { useNow } from '../../../shared/page/use-now.ts';
import { YamlBlock } from '../../../shared/page/yaml-block.tsx';
import { GoneAlert, Loading, ProblemAlert, ProblemState } from '../../../shared/page/states.tsx';
import { providerAppearance } from '../../../shared/states/appearance.ts';
import { StateLabel } from '../../../shared/states/state-label.tsx';
import { ActionMenu } from '../../../shared/table/row-menu.tsx';
import { DeleteProviderDialog } from '../actions/delete-provider-dialog.tsx';
import { providerActions } from '../actions/provider-actions.ts';
import { deleteObstacle, isReady, isThisCluster, type ProviderDetails } from '../../../shared/providers/provider.ts';
import { ProviderCredentials } from './provider-credentials.tsx';
import { ProviderEdit } from './provider-edit.tsx';
import { ProviderHosts } from './hosts/provider-hosts.tsx';
import { ProviderDatastores, ProviderNetworks } from './places/provider-places.tsx';
import { ProviderTree } from './places/provider-tree.tsx';
import { ProviderOverview } from './provider-overview.tsx';
import { isProviderTab, ProviderTabs, type ProviderTab } from './provider-tabs.tsx';
import { ProviderMachines } from './vms/provider-machines.tsx';

/** How long ago the inventory was read goes on by itself. */
function Freshly({ message }: { readonly message: Message }) {
  return <>{say(useT(), message, useNow()).what}</>;
}

const contents: Readonly<Record<ProviderTab, (provider: ProviderDetails) => ReactNode>> = {
  overview: (provider) => <ProviderOverview provider={provider} />,
  'virtual-machines': (provider) => <ProviderMachines provider={provider} />,
  tree: (provider) => <ProviderTree provider={provider} />,
  hosts: (provider) => <ProviderHosts provider={provider} />,
  networks: (provider) => <ProviderNetworks provider={provider} />,
  datastores: (provider) => <ProviderDatastores provider={provider} />,
  credentials: (provider) => <ProviderCredentials provider={provider} />,
  yaml: ({ yaml }) => <YamlBlock yaml={yaml} />,
};

/** The cluster that Gantry itself runs in is a target: it has no source's inventory. */
function Views({ provider, view }: { readonly provider: ProviderDetails; readonly view: ProviderTab }) {
  if (isThisCluster(provider)) return <ProviderOverview provider={provider} />;
  return (
    <ProviderTabs provider={provider} tab={view}>
      {contents[view](provider)}
    </ProviderTabs>
  );
}

interface LoadedProviderProps {
  readonly provider: ProviderDetails;
  /** Why it could not be read again. */
  readonly problem: Problem | undefined;
  readonly view: ProviderTab | 'edit';
}

function LoadedProvider({ provider, problem, view }: LoadedProviderProps) {
  const t = useT();
  const navigate = useNavigate();
  const { namespace: project, name } = provider;
  const [patch, remove] =
    useAccess([
      { verb: 'patch', resource: 'providers', namespace: project },
      { verb: 'delete', resource: 'providers', namespace: project },
    ]) ?? [];
  const [deleting, setDeleting] = useState(false);
  const rights = { patch, delete: remove };
  const isDeletable = deleteObstacle(t, provider, rights) === undefined;
  useDialogInAddress(['delete'], isDeletable ? () => setDeleting(true) : undefined);
  const list = listAddress('Provider', project);
  const gone = problem?.status === 404;
  const go = (address: string) => void navigate(address);
  const actions = (
    <>
      {!isThisCluster(provider) && (
        <GuardedButton
          title={t('Create plan')}
          obstacle={isReady(provider) ? undefined : t('The provider is not ready.')}
          onClick={() => go(createAddress('Plan', project, { source: `${project}/${name}` }))}
        />
      )}
      <ActionMenu actions={providerActions({ t, provider, go, askDelete: () => setDeleting(true), rights })} />
    </>
  );
  const frame =
    view === 'edit'
      ? { title: t('Edit {{name}}', { name }), parent: { title: name, to: detailsAddress('Provider', provider) } }
      : {
          title: name,
          parent: { title: t('Providers'), to: list },
          summary: <Freshly message={provider.message} />,
          actions: gone ? undefined : actions,
        };
  return (
    <PageFrame {...frame} labels={<StateLabel appearance={providerAppearance[provider.state]} />}>
      <PageSection hasBodyWrapper={false}>
        {gone && <GoneAlert title={t('This provider was deleted.')} to={list} link={t('All providers')} />}
        {problem !== undefined && !gone && (
          <ProblemAlert problem={problem} title={t('The page could not be updated')} />
        )}
        {view === 'edit' ? <ProviderEdit provider={provider} /> : <Views provider={provider} view={view} />}
      </PageSection>
      {deleting && (
        <DeleteProviderDialog provider={provider} onClose={() => setDeleting(false)} onDeleted={() => go(list)} />
      )}
    </PageFrame>
  );
}

export function ProviderDetailsPage() {
  const t = useT();
  const { project = '', name = '', tab } = useAddress();
  const { data, problem, reload } = useLive(getProvider, { params: { project, name }, query: {} });
  if (data !== undefined)
    return (
      <LoadedProvider
        provider={data}
        problem={problem}
        view={tab === 'edit' || isProviderTab(tab) ? tab : 'overview'}
      />
    );
  return (
    <PageFrame title={name} parent={{ title: t('Providers'), to: listAddress('Provider', project) }}>
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
