import { listProjects } from '@gantry/bff/api/http/access.ts';
import { call } from './call.ts';
import { useOnce } from './use-once.ts';

export interface Project {
  readonly name: string;
  readonly system: boolean;
}

/** Projects that the user sees; system projects last. */
export function useProjects(): readonly Project[] {
  const { data } = useOnce('projects', async (signal) => {
    const { projects } = await call(listProjects, { params: {}, query: {}, body: undefined }, signal);
    return [...projects].sort((left, right) => Number(left.system) - Number(right.system));
  });
  return data ?? [];
}
