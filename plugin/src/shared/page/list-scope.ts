import { useAddress } from '../address.ts';
import { useActiveNamespace } from '../console-sdk.ts';

const allProjects = '#ALL_NS#';
const fallbackProject = 'default';

/** Of the console's name for a choice of projects; absent = all. */
export function projectOf(namespace: string): string | undefined {
  return namespace === allProjects ? undefined : namespace;
}

/** Project of a list (absent = all), and where something new would be created. */
export function useProjectScope(): { readonly project?: string; readonly newIn: string } {
  const { project } = useAddress();
  const [active] = useActiveNamespace();
  return { project, newIn: project ?? (active === allProjects || active === '' ? fallbackProject : active) };
}
