import type { Provider } from '../../api/generated/provider.ts';
import type { Secret } from '../../api/kinds/core.ts';
import { hasCondition } from '../judgement/finding.ts';

/** Logins with these credentials that the provider's status knows to have been refused, by whatever process. */
export function refusedLogins({ status, metadata }: Provider, secret: Secret): number {
  // Being deleted counts as a generation, too.
  const sameSpec = status?.observedGeneration === metadata.generation || metadata.deletionTimestamp !== undefined;
  const same = sameSpec && status?.secretResourceVersion === (secret.metadata.resourceVersion ?? '');
  if (!same || !hasCondition(status.conditions, 'ConnectionAuthFailed')) return 0;
  const condition = status.conditions?.find(({ type }) => type === 'ConnectionAuthFailed');
  const count = /^refusals:(\d+)$/.exec(condition?.items?.[0] ?? '')?.[1];
  return Number(count ?? 0);
}
