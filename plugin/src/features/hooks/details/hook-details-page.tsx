import { useState } from 'react';
import { PageSection } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { getHook, type HookDetails } from '@gantry/bff/api/http/hooks.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { detailsAddress, listAddress, useAddress } from '../../../shared/address.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { MessageText } from '../../../shared/messages/message-text.tsx';
import { PageFrame } from '../../../shared/page/page-frame.tsx';
import { GoneAlert, Loading, ProblemAlert, ProblemState } from '../../../shared/page/states.tsx';
import { useDialogInAddress } from '../../../shared/page/use-dialog-in-address.ts';
import { hookAppearance } from '../../../shared/states/appearance.ts';
import { StateLabel } from '../../../shared/states/state-label.tsx';
import { ActionMenu } from '../../../shared/table/row-menu.tsx';
import { DeleteHookDialog } from '../actions/delete-hook-dialog.tsx';
import { hookActions } from '../actions/hook-actions.ts';
import { deleteObstacle } from '../hook.ts';
import { HookEdit } from './hook-edit.tsx';
import { HookOverview } from './hook-overview.tsx';

interface LoadedHookProps {
  readonly hook: HookDetails;
  /** Why it could not be read again. */
  readonly problem: Problem | undefined;
  readonly view: 'overview' | 'edit';
}

function LoadedHook({ hook, problem, view }: LoadedHookProps) {
  const t = useT();
  const navigate = useNavigate();
  const { namespace: project, name } = hook;
  const [patch, remove] =
    useAccess([
      { verb: 'patch', resource: 'hooks', namespace: project },
      { verb: 'delete', resource: 'hooks', namespace: project },
    ]) ?? [];
  const [deleting, setDeleting] = useState(false);
  const rights = { patch, delete: remove };
  const isDeletable = deleteObstacle(t, hook, rights) === undefined;
  useDialogInAddress(['delete'], isDeletable ? () => setDeleting(true) : undefined);
  const list = listAddress('Hook', project);
  const gone = problem?.status === 404;
  const go = (address: string) => void navigate(address);
  const menu = <ActionMenu actions={hookActions({ t, hook, go, askDelete: () => setDeleting(true), rights })} />;
  const frame =
    view === 'edit'
      ? { title: t('Edit {{name}}', { name }), parent: { title: name, to: detailsAddress('Hook', hook) } }
      : {
          title: name,
          parent: { title: t('Hooks'), to: list },
          summary: <MessageText message={hook.message} />,
          actions: gone ? undefined : menu,
        };
  return (
    <PageFrame {...frame} labels={<StateLabel appearance={hookAppearance[hook.state]} />}>
      <PageSection hasBodyWrapper={false}>
        {gone && <GoneAlert title={t('This hook was deleted.')} to={list} link={t('All hooks')} />}
        {problem !== undefined && !gone && (
          <ProblemAlert problem={problem} title={t('The page could not be updated')} />
        )}
        {view === 'edit' ? <HookEdit hook={hook} /> : <HookOverview hook={hook} />}
      </PageSection>
      {deleting && <DeleteHookDialog hook={hook} onClose={() => setDeleting(false)} onDeleted={() => go(list)} />}
    </PageFrame>
  );
}

export function HookDetailsPage() {
  const t = useT();
  const { project = '', name = '', tab } = useAddress();
  const { data, problem, reload } = useLive(getHook, { params: { project, name }, query: {} });
  if (data !== undefined)
    return <LoadedHook hook={data} problem={problem} view={tab === 'edit' ? 'edit' : 'overview'} />;
  return (
    <PageFrame title={name} parent={{ title: t('Hooks'), to: listAddress('Hook', project) }}>
      <PageSection hasBodyWrapper={false}>
        {problem === undefined ? (
          <Loading onRetry={reload} />
        ) : (
          <ProblemState problem={problem} attempt={t('view hook {{name}}', { name })} onRetry={reload} />
        )}
      </PageSection>
    </PageFrame>
  );
}
