import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { Client } from '../../kube/client.ts';
import { failure } from '../failures.ts';
import { identityOf, resolvedOf, type ResolvedRun } from '../machine-run.ts';
import { refuseRun, resumeRun, type ResolveInput } from '../resolve.ts';
import { placedDisks } from '../target/target-volumes.ts';
import { resumeOf, volumesProblem } from './resumable.ts';

/**
 * What a machine's run is where only its conversion is to be repeated: one that takes over what an earlier run has
 * copied, or one that says why there is none to take over.
 */
export async function resumedRun(
  target: Client,
  input: ResolveInput,
  runs: readonly VirtualMachineMigration[],
): Promise<ResolvedRun> {
  const earlier = runs.findLast((run) => typeof resumeOf(run) !== 'string') ?? runs.at(-1);
  const resume = resumeOf(earlier);
  if (typeof resume === 'string') return refused(input, earlier, resume);
  if (earlier === undefined) throw new Error('Nothing is resumed without an earlier run.');
  const problem = await volumesProblem(target, earlier);
  if (problem !== undefined) return refused(input, earlier, problem);
  const resolved = resolvedOf(earlier);
  const names = new Map(
    placedDisks({ resolved, run: identityOf(earlier) }).map(({ volume, name }) => [volume.disk, name]),
  );
  const volumes = resolved.target.volumes.map((volume) => ({
    ...volume,
    exact: true,
    prefix: names.get(volume.disk) ?? volume.prefix,
  }));
  return resumeRun(input, { ...resolved, target: { ...resolved.target, volumes } }, resume);
}

function refused(input: ResolveInput, earlier: VirtualMachineMigration | undefined, detail: string): ResolvedRun {
  const { id = '', name = id } = earlier?.spec.resolved.machine ?? input.entry;
  return refuseRun(input, { id: id || name, name }, failure('not-resumable', { vm: name, detail }));
}
