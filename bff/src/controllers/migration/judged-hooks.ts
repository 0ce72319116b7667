import type { Hook } from '../../api/generated/hook.ts';
import type { Failure } from '../../pipeline/outcome.ts';
import { atPlatform, defaultPlatform, type DefaultPlatform } from '../../migration/hooks/default-platform.ts';
import { hookReferences } from '../../migration/needed-rights.ts';
import { notAllowed, planReferences } from '../../migration/requester-rights.ts';
import type { PlanScope } from './scope.ts';

export interface JudgedHooks {
  readonly hooks: readonly Hook[];
  /** Why these hooks may not be run for who asks. */
  readonly barred?: Failure;
}

/**
 * The plan's hooks as its machines will run them. They are judged as they are now: somebody who may edit a hook, but
 * not use the account that it names, could have changed it since the Migration was judged.
 */
export async function judgedHooks({ plan, active, ports }: PlanScope): Promise<JudgedHooks> {
  if (active === undefined || hookReferences(plan.spec.vms).length === 0) return { hooks: [] };
  const references = await planReferences(ports.client, plan);
  const barred = await notAllowed(ports, { plan, migration: active, references });
  const platform = defaultPlatform(ports.settings, ports.serviceNamespace);
  const hooks = references.hooks.map((hook) => withPlatform(hook, platform));
  return { hooks, ...(barred && { barred }) };
}

/** Who asks needs no right on what the administrator has set for everybody. */
function withPlatform(hook: Hook, platform: DefaultPlatform | undefined): Hook {
  const { aap } = hook.spec;
  return aap === undefined ? hook : { ...hook, spec: { ...hook.spec, aap: atPlatform(aap, platform) } };
}
