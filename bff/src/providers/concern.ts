import { at, count, isTextUnlike } from './policy-values.ts';

/** Critical ones keep a plan from starting; the others are shown. */
export type ConcernCategory = 'Critical' | 'Warning' | 'Information';

/** What is worth knowing of a machine before it is migrated; the shape is that of MTV's inventory. */
export interface Concern {
  /** Of the rule: `vmware.snapshot.detected`. */
  readonly id: string;
  readonly category: ConcernCategory;
  readonly label: string;
  /** What it means, and what to do about it. */
  readonly assessment: string;
}

/** One published rule: a pure function of a machine as the inventory shows it, expanded by its host, cluster and the like. */
export interface Rule extends Pick<Concern, 'id' | 'category' | 'assessment'> {
  /** Of every concern that the machine raises; equal ones count once. */
  readonly labels: (machine: unknown) => readonly string[];
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
  const concerns = rules.flatMap(({ id, category, assessment, labels }) =>
    [...new Set(labels(machine))].map((label) => ({ id, category, label, assessment })),
  );
  return { rulesVersion: version, errors: [], concerns };
}

/** A rule about the machine as a whole. */
export function rule({ label, ...text }: Concern, fires: (machine: unknown) => boolean): Rule {
  return { ...text, labels: (machine) => (fires(machine) ? [label] : []) };
}

interface PartRuleText extends Omit<Concern, 'label'> {
  readonly label: (part: unknown) => string;
}

/** A rule about each of its parts: a disk, a file system. `parts` returns those with the fault. */
export function partRule({ label, ...text }: PartRuleText, parts: (machine: unknown) => readonly unknown[]): Rule {
  return { ...text, labels: (machine) => parts(machine).map(label) };
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
  return {
    id,
    category: 'Warning',
    assessment: `The target cannot attach more than ${diskLimit} disks. Detach those that are not needed, or join their contents, before migrating.`,
    labels: (machine) => {
      const found = count(at(machine, disks)) ?? 0;
      return found > diskLimit ? [`VM has ${found} disks, which exceeds the limit of ${diskLimit}`] : [];
    },
  };
}
