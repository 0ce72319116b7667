import type { Plan, PlanVm } from '../../api/generated/plan.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { failure } from '../failures.ts';
import type { ResolvedRun } from '../machine-run.ts';
import { RunFailed } from '../run-failed.ts';
import { suitablePreference, type Offer } from './offers.ts';
import type { TargetPlace } from './target-place.ts';

interface PlaceInput {
  readonly plan: Plan;
  readonly entry: PlanVm;
  readonly place: TargetPlace;
  /** Of shared disks that other runs of the plan are still bringing. */
  readonly comingFiles: ReadonlySet<string>;
}

/** What of the target cluster one machine gets. Throws RunFailed (`option-not-possible`). */
export function placeOf(
  { place, entry }: Pick<PlaceInput, 'place' | 'entry'>,
  machine: SourceMachine,
): Partial<ResolvedRun['target']> {
  const { problem, podAnnotations, primaryNetwork } = place;
  if (problem !== undefined) throw notPossible(machine, problem);
  const wanted = entry.instanceType;
  const instanceType = wanted ? place.instanceTypes.get(wanted) : undefined;
  if (wanted && instanceType === undefined) throw notPossible(machine, `there is no instance type ${wanted}`);
  const preference = suitablePreference(machine, place.preferences, instanceType);
  return {
    ...(Object.keys(podAnnotations).length > 0 && { podAnnotations }),
    ...(primaryNetwork && { primaryNetwork: { ...primaryNetwork, subnets: [...primaryNetwork.subnets] } }),
    ...(instanceType && { instanceType: named(instanceType) }),
    ...(preference && { preference: named(preference) }),
  };
}

/**
 * Claims of the shared disks that are left out, as far as another machine has brought them. Throws RunFailed:
 * `source-shape` where virt-v2v would copy them all the same, `option-not-possible` where another machine of the plan is
 * still bringing them.
 */
export function attachedTo(
  { place, plan, comingFiles }: PlaceInput,
  { name, disks }: SourceMachine,
): NonNullable<ResolvedRun['target']['attached']> {
  if (plan.spec.skipGuestConversion !== true) {
    const detail = 'only a raw copy can leave its shared disks out';
    throw new RunFailed(failure('source-shape', { vm: name, detail }));
  }
  const coming = disks.find(({ shared, file }) => shared && comingFiles.has(file));
  if (coming !== undefined)
    throw notPossible({ name }, `another machine brings ${coming.file}, and has to be migrated before it`);
  return disks.flatMap(({ shared, file, serial }) => {
    const claim = shared ? place.sharedClaims.get(file) : undefined;
    return claim === undefined ? [] : [{ claim, ...(serial && { serial }) }];
  });
}

function named({ kind, name }: Offer): { kind: string; name: string } {
  return { kind, name };
}

function notPossible({ name }: Pick<SourceMachine, 'name'>, detail: string): RunFailed {
  return new RunFailed(failure('option-not-possible', { vm: name, detail }));
}
