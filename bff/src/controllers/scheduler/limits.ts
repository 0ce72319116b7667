import type { EngineSettings } from '../../config/settings.ts';
import type { Limits } from '../../migration/contest.ts';

/** 0 limits nothing, but for hosts. */
export function limitsOf(settings: EngineSettings): Limits {
  const { maxInFlight, maxInFlightPerDatastore, maxInFlightPerProvider, maxInFlightPerTarget, maxInFlightPerPlan } =
    settings;
  return {
    host: maxInFlight,
    ...(maxInFlightPerDatastore && { datastore: maxInFlightPerDatastore }),
    ...(maxInFlightPerProvider && { provider: maxInFlightPerProvider }),
    ...(maxInFlightPerTarget && { target: maxInFlightPerTarget }),
    ...(maxInFlightPerPlan && { plan: maxInFlightPerPlan }),
  };
}
