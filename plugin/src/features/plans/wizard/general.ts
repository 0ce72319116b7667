import type { Named } from '../../../shared/address.ts';
import type { Project } from '../../../shared/api/use-projects.ts';
import { isReady, isThisCluster, type ProviderRow } from '../../../shared/providers/provider.ts';
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

export const refText = ({ namespace, name }: Named) => `${namespace}/${name}`;
export const sameRef = (left: Named | undefined, right: Named | undefined) =>
  left?.namespace === right?.namespace && left?.name === right?.name;

export function parseRef(text: string | null): Named | undefined {
  const [namespace, name, ...rest] = (text ?? '').split('/');
  return namespace && name && rest.length === 0 ? { namespace, name } : undefined;
}

const refOf = ({ namespace, name }: Named): Named => ({ namespace, name });

export function sourcesOf(providers: readonly ProviderRow[]): ProviderRow[] {
  return providers.filter((provider) => provider.role !== 'target' && !isThisCluster(provider));
}

export function targetsOf(providers: readonly ProviderRow[]): ProviderRow[] {
  return providers.filter((provider) => provider.role !== 'source');
}

const nameLimit = 63;

/** "‹source›-1", or the first number that is free. */
export function freeName(source: string, taken: ReadonlySet<string>): string {
  const base = source.replace(/[^a-z0-9-]/g, '-').slice(0, nameLimit - 5);
  const numbers = Array.from({ length: taken.size + 1 }, (_, index) => `${base}-${index + 1}`);
  return numbers.find((name) => !taken.has(name)) ?? base;
}

/** The only one that is ready; a choice among several is the user's. */
function onlyReady(providers: readonly ProviderRow[]): Named | undefined {
  const [first, ...others] = providers.filter(isReady);
  return first !== undefined && others.length === 0 ? refOf(first) : undefined;
}

function thisCluster(providers: readonly ProviderRow[]): Named | undefined {
  const found = providers.find(isThisCluster);
  return found === undefined ? onlyReady(targetsOf(providers)) : refOf(found);
}

export function withProposals(input: GeneralInput, { providers, projects, takenNames }: GeneralFacts): General {
  const source = input.source ?? onlyReady(sourcesOf(providers));
  const isSystem = projects.find(({ name }) => name === input.project)?.system === true;
  return {
    name: input.name ?? (source === undefined ? '' : freeName(source.name, takenNames)),
    project: input.project,
    description: input.description,
    source,
    target: input.target ?? thisCluster(providers),
    targetProject: input.targetProject ?? (isSystem ? undefined : input.project),
  };
}
