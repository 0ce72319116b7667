import { worldApi } from '@gantry/sandbox/world.ts';
import { behindFence } from '../controllers/behind-fence.ts';
import { startMigrationController } from '../controllers/migration/controller.ts';
import { CurrentSettings } from '../controllers/current-settings.ts';
import { startScheduler } from '../controllers/scheduler/controller.ts';
import { startMachineController } from '../controllers/virtual-machine-migration/controller.ts';
import { serviceToken } from '../kube/credentials.ts';
import { joinElection, type LeaderElection } from '../kube/leader-election.ts';
import { openCluster } from '../kube/open-cluster.ts';
import { SourceSessions } from '../migration/source/source-sessions.ts';
import { silentLog } from '../platform/log.ts';
import type { WireRequest } from '../platform/wire.ts';
import { vsphereDriver } from '../providers/vsphere/driver.ts';
import type { EngineOnSandbox } from './engine-on-sandbox.ts';
import { FragileProcess } from './fragile-process.ts';

export interface EngineReplicaOptions {
  readonly engine: EngineOnSandbox;
  readonly name: string;
  /** Told every exchange before it is made. */
  readonly sends: (replica: string, request: WireRequest) => void;
  readonly onElected: (replica: string) => void;
}

/** One of several processes of the engine, as production wires them; it leads or waits. Killed, nothing of it is left. */
export class EngineReplica {
  readonly process: FragileProcess;
  readonly election: LeaderElection;

  constructor({ engine, name, sends, onElected }: EngineReplicaOptions) {
    const { world, settings } = engine;
    this.process = new FragileProcess(world.clock, (request) => {
      sends(name, request);
      return world.network.send(request);
    });
    const { clock, send } = this.process;
    const credentials = serviceToken({ clock, read: () => Promise.resolve(worldApi.token) });
    const cluster = openCluster({ name, url: worldApi.url, send, clock, random: () => 0.5, credentials });
    const certificate = () => Promise.reject(new Error('Nothing is probed.'));
    const acting = behindFence(
      { cluster, driverContext: { send: () => send, clock, certificate }, pods: send },
      () => this.election.isLeader,
    );
    const sources = new SourceSessions({ ...acting, drivers: new Map([['vsphere', vsphereDriver]]) });
    const targets = { client: () => Promise.resolve(acting.cluster.client), follow: () => () => undefined };
    const parts = {
      ...acting,
      outside: acting.pods,
      sources,
      targets,
      clock,
      log: silentLog,
      serviceNamespace: 'gantry',
    };
    this.election = joinElection({
      client: cluster.client,
      clock,
      random: () => 0.5,
      log: silentLog,
      namespace: 'gantry',
      name: 'gantry',
      identity: name,
      onElected: () => {
        onElected(name);
        const current = new CurrentSettings(settings);
        startMigrationController({ ...parts, inventories: { of: () => undefined }, settings: current });
        startMachineController({ ...parts, events: { record: () => undefined } });
        startScheduler({ ...parts, settings: current });
      },
      onLost: () => this.process.kill(),
    });
  }
}
