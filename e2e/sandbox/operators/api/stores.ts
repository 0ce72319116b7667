import type { Clock } from '../../clock.ts';
import type { ApiClient } from './client.ts';
import { kinds } from './kinds.ts';
import { Store } from './store.ts';

/** Everything that the operators look at, each kind listed and watched once for all of them. */
export class Stores {
  readonly claims;
  readonly volumes;
  readonly pods;
  readonly jobs;
  readonly nodes;
  readonly storageClasses;
  readonly dataVolumes;
  readonly importSources;
  readonly storageProfiles;
  readonly cdiConfigs;
  readonly machines;
  readonly instances;

  constructor(client: ApiClient) {
    this.claims = new Store(kinds.claim, client);
    this.volumes = new Store(kinds.volume, client);
    this.pods = new Store(kinds.pod, client);
    this.jobs = new Store(kinds.job, client);
    this.nodes = new Store(kinds.node, client);
    this.storageClasses = new Store(kinds.storageClass, client);
    this.dataVolumes = new Store(kinds.dataVolume, client);
    this.importSources = new Store(kinds.importSource, client);
    this.storageProfiles = new Store(kinds.storageProfile, client);
    this.cdiConfigs = new Store(kinds.cdiConfig, client);
    this.machines = new Store(kinds.machine, client);
    this.instances = new Store(kinds.instance, client);
  }

  get synced(): boolean {
    return Object.values(this).every((store: Store<never>) => store.synced);
  }

  follow(clock: Clock, signal: AbortSignal): Promise<unknown> {
    return Promise.all(Object.values(this).map((store: Store<never>) => store.follow(clock, signal)));
  }
}
