import { conversions } from '../../api/generated/conversion.ts';
import { generationChanged, watchObjects } from '../../kube/controller-watch.ts';
import { startController, type Controller } from '../../kube/controller.ts';
import type { CurrentSettings } from '../current-settings.ts';
import type { JudgingPorts } from '../judging-ports.ts';
import { conversionReconciler } from './reconcile.ts';

export interface ConversionControllerPorts extends Pick<
  JudgingPorts,
  'cluster' | 'clock' | 'log' | 'events' | 'observer'
> {
  readonly settings: Pick<CurrentSettings, 'now'>;
  readonly serviceNamespace: string;
}

/** Carries out the Conversions that people and other clients make; runs of plans make their pods themselves. */
export function startConversionController(ports: ConversionControllerPorts): Controller {
  const { cluster, clock, log, observer } = ports;
  return startController({
    name: 'conversion',
    clock,
    log,
    observer,
    watches: [watchObjects(cluster.informer({ resource: conversions }), { updated: generationChanged })],
    reconcile: conversionReconciler({ ...ports, client: cluster.client }),
  });
}
