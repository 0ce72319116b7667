import { useDeferredValue, useMemo } from 'react';
import { reviewAccess } from '@gantry/bff/api/http/access.ts';
import { listPlans } from '@gantry/bff/api/http/plans.ts';
import { listProviders } from '@gantry/bff/api/http/providers.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useProjects } from '../../../shared/api/use-projects.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { isOtherCluster } from '../../../shared/providers/provider.ts';
import { sameRef } from '../../../shared/providers/provider-refs.ts';
import type { GeneralInput } from './draft.ts';
import { withProposals } from './general.ts';

const most = 200;

interface PlanNames {
  readonly names: readonly string[];
  /** False until they have been read for this very text; a reading that failed is left to the service, which refuses taken names. */
  readonly areKnown: boolean;
}

/** Names of plans in the project that contain the text. */
function usePlanNames(project: string, search: string | undefined): PlanNames {
  const wanted = useDeferredValue(search);
  const { data, problem } = useOnce(wanted ? `${project}/${wanted}` : undefined, async (signal) => {
    const query = { project, search: wanted, archived: 'shown' as const, limit: most };
    return (await call(listPlans, { params: {}, query, body: undefined }, signal)).rows.map(({ name }) => name);
  });
  const areKnown = !search || (wanted === search && (data !== undefined || problem !== undefined));
  return useMemo(() => ({ names: data ?? [], areKnown }), [data, areKnown]);
}

function useRights(project: string, targetProject: string | undefined) {
  const { data } = useOnce(`${project}/${targetProject ?? ''}`, async (signal) => {
    const checks = [
      { verb: 'create', group: 'forklift.konveyor.io', resource: 'plans', namespace: project },
      { verb: 'create', group: 'kubevirt.io', resource: 'virtualmachines', namespace: targetProject ?? project },
    ];
    return (await call(reviewAccess, { params: {}, query: {}, body: { checks } }, signal)).allowed;
  });
  return { createPlans: data?.[0], createVms: data?.[1] };
}

/** What the first step offers, proposes and is judged by. */
export function useGeneralFacts(input: GeneralInput) {
  const { projects, reload: reloadProjects } = useProjects();
  const { data, problem, reload } = useLive(listProviders, { params: {}, query: { limit: most } });
  const providers = useMemo(() => data?.rows ?? [], [data]);
  const { source } = withProposals(input, { providers, projects, takenNames: new Set() });
  const proposed = usePlanNames(input.project, source?.name);
  const typed = usePlanNames(input.project, input.name);
  const takenNames = useMemo(() => new Set([...proposed.names, ...typed.names]), [proposed.names, typed.names]);
  const general = useMemo(
    () => withProposals(input, { providers, projects, takenNames }),
    [input, providers, projects, takenNames],
  );
  const here = useRights(general.project, general.targetProject);
  const targetIsRemote = isOtherCluster(providers.find((one) => sameRef(one, general.target)));
  const rights = targetIsRemote ? { createPlans: here.createPlans } : here;
  return {
    projects,
    reloadProjects,
    providers,
    providersRead: data !== undefined,
    problem,
    reload,
    takenNames,
    namesAreKnown: proposed.areKnown && typed.areKnown,
    general,
    targetIsRemote,
    rights,
  };
}
