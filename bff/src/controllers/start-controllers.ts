import type { EngineSettings } from '../config/settings.ts';
import type { Controller, ControllerObserver } from '../kube/controller.ts';
import type { Sources } from '../migration/source/sources.ts';
import type { FollowedTargets } from '../migration/target/target-clusters.ts';
import type { Send } from '../platform/wire.ts';
import { startConversionController } from './conversion/controller.ts';
import { CurrentSettings } from './current-settings.ts';
import { followSettings } from './follow-settings.ts';
import { startHookController } from './hook/controller.ts';
import { startHostController } from './host/controller.ts';
import { startMigrationController } from './migration/controller.ts';
import { startNetworkMapController } from './network-map/controller.ts';
import { startPlanController } from './plan/controller.ts';
import { startProviderController } from './provider/controller.ts';
import type { ProviderPorts } from './provider/ports.ts';
import { startScheduler } from './scheduler/controller.ts';
import { startStorageMapController } from './storage-map/controller.ts';
import { startMachineController } from './virtual-machine-migration/controller.ts';

/** Everything that the controllers of one process share. */
export interface ControllerParts extends Omit<ProviderPorts, 'observer' | 'vddkImage'> {
  readonly sources: Sources;
  readonly targets: FollowedTargets;
  readonly engine: EngineSettings;
  /** To pods of the cluster. */
  readonly pods: Send;
  /** Of the controller of that name. */
  readonly observer?: (name: string) => ControllerObserver;
}

/** All controllers, in the order in which their kinds depend on each other. */
export function startControllers(parts: ControllerParts): Controller[] {
  const { cluster, clock, log, events, inventories, sources, targets, engine, driverContext, pods } = parts;
  const acting = (name: string) => ({ cluster, clock, log, ...(parts.observer && { observer: parts.observer(name) }) });
  const judging = (name: string) => ({ ...acting(name), events, inventories, targets });
  const { connectors, serviceNamespace } = parts;
  const { vddkImage } = engine;
  const settings = new CurrentSettings(engine);
  const follower = followSettings({ ...acting('settings'), events, settings, serviceNamespace });
  const outside = driverContext.send({ trust: { mode: 'verify' } });
  return [
    follower.controller,
    startProviderController({
      ...judging('provider'),
      inventories,
      connectors,
      driverContext,
      serviceNamespace,
      vddkImage,
    }),
    startHostController({ ...judging('host'), connectors, driverContext }),
    startNetworkMapController(judging('network-map')),
    startStorageMapController({ ...judging('storage-map'), serviceNamespace }),
    startHookController({ ...judging('hook'), settings, serviceNamespace }),
    startPlanController({ ...judging('plan'), vddkImage }),
    startMigrationController({
      ...acting('migration'),
      sources,
      targets,
      inventories,
      serviceNamespace,
      settings,
      awaited: [follower.watch],
    }),
    startMachineController({ ...acting('virtual-machine-migration'), events, sources, targets, pods, outside }),
    startConversionController({ ...acting('conversion'), events, settings, serviceNamespace }),
    startScheduler({ ...acting('scheduler'), settings, awaited: [follower.watch] }),
  ];
}
