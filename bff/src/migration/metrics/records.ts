import type { Migration } from '../../api/generated/migration.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { Provider } from '../../api/generated/provider.ts';
import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import type { ObjectKey } from '../../api/resource.ts';
import { isLocal } from '../needed-rights.ts';
import { specOf } from '../judgement/spec-of.ts';

/** What metrics are made of, as the caches hold it. */
export interface Records {
  readonly plans: readonly Plan[];
  readonly migrations: readonly Migration[];
  readonly runs: readonly VirtualMachineMigration[];
  plan(key: ObjectKey): Plan | undefined;
  provider(ref: ObjectReference | undefined, namespace: string): Provider | undefined;
}

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** Labels that MTV's metrics of a plan have in common. */
export function planLabels({ provider }: Pick<Records, 'provider'>, plan: Plan): Labels {
  const spec = specOf(plan);
  const namespace = plan.metadata.namespace ?? '';
  const target = provider(spec?.provider.destination, namespace);
  return {
    provider: provider(spec?.provider.source, namespace)?.spec.type ?? '',
    mode: spec?.warm === true || spec?.type === 'warm' ? 'Warm' : 'Cold',
    target: target === undefined || isLocal(target) ? 'Local' : 'Remote',
  };
}

/** The plan of a migration; migrations stand beside theirs. */
export function planOf({ plan }: Pick<Records, 'plan'>, { spec, metadata }: Migration): Plan | undefined {
  return plan({ namespace: metadata.namespace, name: spec.plan.name ?? '' });
}

/** Samples of the same labels are one, with their sum. */
export function summed(samples: readonly Sample[]): Sample[] {
  const byLabels = new Map<string, Sample>();
  for (const { labels, value } of samples) {
    const key = JSON.stringify(Object.entries(labels).sort());
    byLabels.set(key, { labels, value: value + (byLabels.get(key)?.value ?? 0) });
  }
  return [...byLabels.values()];
}
