import type { Provider } from '../../api/generated/provider.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import { hasCondition, type Finding } from './finding.ts';
import { specOf } from './spec-of.ts';

/** What a reference leads to; `object` is undefined where it leads nowhere. */
export interface Referred<T> {
  readonly ref: ObjectReference | undefined;
  readonly object: T | undefined;
}

export interface ReferredProviders {
  readonly source: Referred<Provider>;
  readonly destination: Referred<Provider>;
}

/** What maps and plans say of the two providers they name. */
export function judgeProviders({ source, destination }: ReferredProviders): Finding[] {
  return [
    ...judgeProvider(source, 'Source'),
    ...judgeProvider(destination, 'Destination'),
    ...destinationType(destination.object),
  ];
}

function judgeProvider({ ref, object }: Referred<Provider>, end: 'Source' | 'Destination'): Finding[] {
  const which = end.toLowerCase();
  if (!ref?.name) {
    return [
      {
        type: `${end}ProviderNotValid`,
        reason: 'NotSet',
        message: `The ${which} provider is not named. Nothing can be migrated.`,
        suggestion: `Name a provider in spec.provider.${which}.`,
      },
    ];
  }
  if (object === undefined) {
    return [
      {
        type: `${end}ProviderNotValid`,
        reason: 'NotFound',
        message: `The ${which} provider ${ref.name} does not exist. Nothing can be migrated.`,
        suggestion: 'Create the provider or name another one.',
      },
    ];
  }
  if (isReady(object)) return [];
  return [
    {
      type: `${end}ProviderNotReady`,
      message: `The ${which} provider ${ref.name} is not ready. Nothing can be checked or migrated until it is.`,
      suggestion: 'Look at the conditions of the provider.',
    },
  ];
}

function destinationType(provider: Provider | undefined): Finding[] {
  const type = specOf(provider)?.type;
  if (provider === undefined || type === 'openshift') return [];
  return [
    {
      type: 'DestinationProviderNotValid',
      reason: 'TypeNotValid',
      message: `The destination provider ${provider.metadata.name} is of type ${type ?? 'unknown'}. Machines can go to OpenShift only.`,
      suggestion: 'Name a provider of type openshift, for example host.',
    },
  ];
}

function isReady(provider: Provider): boolean {
  return hasCondition(provider.status?.conditions, 'Ready');
}
