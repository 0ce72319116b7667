import { proposeMaps } from '@gantry/bff/api/http/plan-wizard.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce, type Loaded } from '../../../shared/api/use-once.ts';
import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import type { Draft } from './draft.ts';
import type { General } from './general.ts';

/** The service's proposals for exactly these machines and this target. */
export function useProposals(general: General, vms: Draft['vms'], when: 'now' | 'later'): Loaded<MapProposals> {
  const { source, target, targetProject, project } = general;
  const isComplete = source !== undefined && target !== undefined && targetProject !== undefined && vms.size > 0;
  const body = isComplete ? { source, target, targetProject, vms: [...vms.keys()].sort() } : undefined;
  const wanted = when === 'now' && body !== undefined ? JSON.stringify([project, body]) : undefined;
  return useOnce(wanted, async (signal) => {
    if (body === undefined) throw new Error('Proposals need a source, a target and machines');
    return call(proposeMaps, { params: { project }, query: {}, body }, signal);
  });
}
