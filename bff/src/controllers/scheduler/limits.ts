import type { EngineSettings } from '../../config/settings.ts';
import type { Limits } from '../../migration/schedule.ts';

/** 0 limits nothing, but for hosts. */
export function limitsOf(settings: EngineSettings): Limits {
  const { maxInFlight, maxInFlightPerProvider, maxInFlightPerTarget, maxInFlightPerPlan } = settings;
  return {
    host: maxInFlight,
    ...(maxInFlightPerProvider && { provider: maxInFlightPerProvider }),
    ...(maxInFlightPerTarget && { target: maxInFlightPerTarget }),
    ...(maxInFlightPerPlan && { plan: maxInFlightPerPlan }),
  };
}
