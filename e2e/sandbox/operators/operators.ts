import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import type { Pod } from './api/kinds.ts';
import { ApiClient } from './api/client.ts';
import { Stores } from './api/stores.ts';
import { ensureCdiConfig } from './cdi/cdi-config.ts';
import { startCdi } from './cdi/cdi.ts';
import { startJobs } from './jobs/jobs.ts';
import { startKubevirt } from './kubevirt/kubevirt.ts';
import type { OperatorContext } from './operator.ts';
import { Addresses } from './pods/addresses.ts';
import { Kubelet } from './pods/kubelet.ts';
import { startNodes } from './pods/nodes.ts';
import type { LogSink } from './pods/pod-log.ts';
import { startScheduler } from './pods/scheduler.ts';
import { startStorage } from './storage/storage.ts';
import { defaultTimings } from './timings.ts';
import type { Timings } from './timings.ts';

export interface OperatorsOptions {
  readonly network: Network;
  readonly clock: Clock;
  /** The API server, its URL without a trailing slash, and a token that may do everything. */
  readonly api: { readonly url: string; readonly token: string };
  /** Folder in which volumes have their files. */
  readonly dataDir: string;
  readonly timings?: Partial<Timings>;
  readonly report?: (line: string) => void;
  /** SHA-1 of the certificate at an https URL; by default none is known and none is checked. */
  readonly fingerprint?: (url: string) => Promise<string | undefined>;
  /** Whether the cluster has a controller of jobs, as a real one does. */
  readonly jobs?: 'run by the cluster';
  /** Number of the first pod's loopback address: sandboxes on one machine begin apart. */
  readonly firstAddress?: number;
}

export interface Operators {
  /** Whether they have seen the whole cluster once. */
  readonly synced: boolean;
  /** Ends the containers of a pod at once, as a lost node would; false where it does not run. */
  kill(pod: Pick<Pod, 'metadata'>): boolean;
  /** Resolves when nothing of theirs runs any more. */
  stop(): Promise<void>;
}

/** Runs the stand-ins for storage, pods, jobs, CDI and KubeVirt against an API server. */
export async function startOperators(options: OperatorsOptions): Promise<Operators> {
  const { network, clock, api, dataDir } = options;
  const stopping = new AbortController();
  const client = new ApiClient({ ...api, send: network.send });
  const context: OperatorContext = {
    client,
    stores: new Stores(client),
    clock,
    network,
    dataDir,
    signal: stopping.signal,
    timings: { ...defaultTimings, ...options.timings },
    report: options.report ?? (() => undefined),
    fingerprint: options.fingerprint ?? (() => Promise.resolve(undefined)),
  };
  startStorage(context);
  startScheduler(context);
  const kubelet = new Kubelet(context, logSink(client), new Addresses(options.firstAddress));
  if (options.jobs === undefined) startJobs(context);
  startCdi(context);
  startKubevirt(context);
  await startNodes(context);
  await ensureCdiConfig(context);
  const following = context.stores.follow(clock, stopping.signal);
  return {
    get synced() {
      return context.stores.synced;
    },
    kill: (pod) => kubelet.kill(pod),
    stop: async () => {
      stopping.abort(new Error('The operators are stopping.'));
      await following;
      await kubelet.ended();
    },
  };
}

/** Hands logs to the sandbox's API server, which keeps them for nodes it does not have; a real one refuses them. */
function logSink(client: ApiClient): LogSink {
  return ({ metadata }, container, lines) =>
    client.post(`/sandbox/logs/${metadata.namespace ?? ''}/${metadata.name}/${container}`, { lines });
}
