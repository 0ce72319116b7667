import type { Named } from '../../../shared/address.ts';
import type { Project } from '../../../shared/api/use-projects.ts';
import type { ProviderRow } from '../../../shared/providers/provider.ts';
import { proposedSource, proposedTarget } from '../../../shared/providers/provider-refs.ts';
import type { GeneralInput } from './draft.ts';

export interface GeneralFacts {
  readonly providers: readonly ProviderRow[];
  readonly projects: readonly Project[];
  /** Names of plans in the project. */
  readonly takenNames: ReadonlySet<string>;
}

/** The first step with its proposals filled in. */
export interface General {
  readonly name: string;
  readonly project: string;
  readonly description: string;
  readonly source?: Named;
  readonly target?: Named;
  readonly targetProject?: string;
}

const nameLimit = 63;

/** "‹source›-1", or the first number that is free. */
export function freeName(source: string, taken: ReadonlySet<string>): string {
  const base = source.replace(/[^a-z0-9-]/g, '-').slice(0, nameLimit - 5);
  const numbers = Array.from({ length: taken.size + 1 }, (_, index) => `${base}-${index + 1}`);
  return numbers.find((name) => !taken.has(name)) ?? base;
}

export function withProposals(input: GeneralInput, { providers, projects, takenNames }: GeneralFacts): General {
  const source = input.source ?? proposedSource(providers);
  const isSystem = projects.find(({ name }) => name === input.project)?.system === true;
  return {
    name: input.name ?? (source === undefined ? '' : freeName(source.name, takenNames)),
    project: input.project,
    description: input.description,
    source,
    target: input.target ?? proposedTarget(providers),
    targetProject: input.targetProject ?? (isSystem ? undefined : input.project),
  };
}
