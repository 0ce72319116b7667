import { at, count, isTextUnlike } from './policy-values.ts';

/** Critical ones keep a plan from starting; the others are shown. */
export type ConcernCategory = 'Critical' | 'Warning' | 'Information';

/** What is worth knowing of a machine before it is migrated; the shape is that of MTV's inventory, which has no values. */
export interface Concern {
  /** Of the rule: `vmware.snapshot.detected`. */
  readonly id: string;
  readonly category: ConcernCategory;
  readonly label: string;
  /** What it means, and what to do about it. */
  readonly assessment: string;
  /** What the rule saw, as people say it: `3 snapshots`; absent where the label says all. */
  readonly values?: readonly string[];
}

/** One published rule: a pure function of a machine as the inventory shows it, expanded by its host, cluster and the like. */
export interface Rule extends Pick<Concern, 'id' | 'category' | 'assessment'> {
  /** Every concern that the machine raises; those with equal labels count once. */
  readonly concerns: (machine: unknown) => readonly Concern[];
}

export interface RuleSet {
  /** Counts the changes of the rules: results of another version are out of date. */
  readonly version: number;
  readonly rules: readonly Rule[];
}

export interface Judgement {
  readonly rulesVersion: number;
  /** Why the machine could not be judged. */
  readonly errors: readonly string[];
  readonly concerns: readonly Concern[];
}

export function judge({ version, rules }: RuleSet, machine: unknown): Judgement {
  if (typeof at(machine, 'name') !== 'string')
    return { rulesVersion: version, errors: ['The machine has no name.'], concerns: [] };
  return { rulesVersion: version, errors: [], concerns: rules.flatMap(({ concerns }) => concerns(machine)) };
}

const mostValues = 20;
const longestValue = 300;

/** `concern` itself where there are no values, so that many machines share one. */
function withValues(concern: Concern, values: readonly string[]): Concern {
  if (values.length === 0) return concern;
  return { ...concern, values: values.slice(0, mostValues).map((value) => value.slice(0, longestValue)) };
}

type Text = Omit<Concern, 'values'>;
type Sees = (machine: unknown) => readonly string[];
const nothing: Sees = () => [];

/** A rule about the machine as a whole; `saw` tells the values of one that fires. */
export function rule(concern: Text, fires: (machine: unknown) => boolean, saw = nothing): Rule {
  const { id, category, assessment } = concern;
  const concerns = (machine: unknown) => (fires(machine) ? [withValues(concern, saw(machine))] : []);
  return { id, category, assessment, concerns };
}

interface PartRuleText extends Omit<Text, 'label'> {
  readonly label: (part: unknown) => string;
}

/** A rule about each of its parts: a disk, a file system. `parts` returns those with the fault. */
export function partRule(
  { label, ...text }: PartRuleText,
  parts: (machine: unknown) => readonly unknown[],
  saw = nothing,
): Rule {
  return {
    ...text,
    concerns(machine) {
      const found = parts(machine);
      return [...new Set(found.map(label))].map((each) => {
        const alike = found.filter((part) => label(part) === each);
        return withValues({ ...text, label: each }, alike.flatMap(saw));
      });
    },
  };
}

const nameLimit = 64;

/** Names that need no change at the target; an empty one is left to other checks. */
export function isInvalidName(name: unknown): boolean {
  if (typeof name !== 'string' || name === '') return false;
  return name.length >= nameLimit || isTextUnlike(name, /^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$/);
}

export const invalidName = {
  category: 'Warning',
  label: 'Invalid VM Name',
  assessment:
    'The name is longer than 63 characters or has characters other than letters, digits, hyphens and dots. ' +
    'The target gets a name made from it: choose one in the plan if it matters.',
} as const;

const diskLimit = 165;

/** The target attaches no more disks than this to one machine. */
export function diskCountRule(id: string, disks: string): Rule {
  return partRule(
    {
      id,
      category: 'Warning',
      label: (found) => `VM has ${Number(found)} disks, which exceeds the limit of ${diskLimit}`,
      assessment: `The target cannot attach more than ${diskLimit} disks. Detach those that are not needed, or join their contents, before migrating.`,
    },
    (machine) => [count(at(machine, disks)) ?? 0].filter((found) => found > diskLimit),
  );
}
