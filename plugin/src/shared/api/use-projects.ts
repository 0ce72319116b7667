import { listProjects } from '@gantry/bff/api/http/access.ts';
import { call } from './call.ts';
import { useOnce } from './use-once.ts';

export interface Project {
  readonly name: string;
  readonly system: boolean;
}

interface Projects {
  readonly projects: readonly Project[];
  readonly reload: () => void;
}

const none: readonly Project[] = [];

/** Projects that the user sees; system projects last. */
export function useProjects(): Projects {
  const { data, reload } = useOnce('projects', async (signal) => {
    const { projects } = await call(listProjects, { params: {}, query: {}, body: undefined }, signal);
    return [...projects].sort((left, right) => Number(left.system) - Number(right.system));
  });
  return { projects: data ?? none, reload };
}
