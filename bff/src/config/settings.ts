/**
 * Limits, images and habits of the engine. A plain value: the parts that need it get it handed in, and each run keeps
 * the copy it began with (`spec.resolved.settings`).
 */
export interface EngineSettings {
  /** Machines that virt-v2v copies, or disks that CDI copies, at the same time per source host. */
  readonly maxInFlight: number;
  /** The same per datastore, whichever hosts read it; no limit if 0 or absent. */
  readonly maxInFlightPerDatastore?: number;
  /** The same for all hosts of a source provider together; no limit if 0 or absent. */
  readonly maxInFlightPerProvider?: number;
  /** The same for all that goes to one cluster; no limit if 0 or absent. */
  readonly maxInFlightPerTarget?: number;
  /** The same for one plan; no limit if 0 or absent. */
  readonly maxInFlightPerPlan?: number;
  /** How long a guest may take to shut down. */
  readonly shutdownDeadlineMs: number;
  /** After `shutdownDeadlineMs`, how long a late shutdown is still undone. */
  readonly shutdownGraceMs: number;
  /** How long a claim may wait for its volume. */
  readonly bindDeadlineMs: number;
  /** How long a conversion pod may be pending. */
  readonly podPendingDeadlineMs: number;
  /** A copy that moves no data for so long has failed. */
  readonly copyStallMs: number;
  /** How long virt-v2v may take to convert a guest, before it copies the disks or once they are copied. */
  readonly conversionDeadlineMs: number;
  /** Restarts of an importer after which its disk has failed. */
  readonly importerRetries: number;
  /** From the end of one copy of a running machine to the next, where the plan does not say. */
  readonly precopyIntervalMs: number;
  /** How long a snapshot may take to be made. */
  readonly snapshotDeadlineMs: number;
  /** How long a snapshot may take to be removed, merging its disk included, before it is reported instead. */
  readonly snapshotRemovalMs: number;
  /** A warm run ends only when no disk needs consolidation because of it. */
  readonly waitForConsolidation: boolean;
  /** How long errors that may heal by themselves are borne before a machine fails. */
  readonly retryDeadlineMs: number;
  /** The same between two copies of a machine that runs: nothing is down meanwhile. */
  readonly pausedRetryDeadlineMs: number;
  /** Rate of attempts to restore a source. */
  readonly restoreIntervalMs: number;
  /** Least time between two writes of mere progress, per object. */
  readonly progressIntervalMs: number;
  /** Least time between two writes of the roll-up of one plan. */
  readonly rollUpIntervalMs: number;
  readonly virtV2vImage: string;
  /** Used for plans that ask for compatibility with older XFS, and name no image. */
  readonly virtV2vImageXfs?: string;
  /** More arguments for virt-v2v, as a JSON list of texts. */
  readonly virtV2vExtraArgs?: string;
  /** Of the machine in which virt-v2v works, in MiB; its own choice if absent. */
  readonly virtV2vMemSize?: number;
  /** CPUs of that machine; its own choice if absent. */
  readonly virtV2vSmp?: number;
  /** Names of claims where neither plan nor machine say how they are made. */
  readonly pvcNameTemplate?: string;
  /** Account of pods that copy and convert where the plan names none; it has to stand in each target namespace. */
  readonly serviceAccount?: string;
  /** Image of the pods that bind claims which wait for a consumer. */
  readonly consumerImage: string;
  /** Fallback where the Provider names no `vddkInitImage`. */
  readonly vddkImage?: string;
  /** Automation platform of hooks that name none. */
  readonly automationUrl?: string;
  /** Secret with its token (key token), in the namespace of the service. */
  readonly automationTokenSecret?: string;
  /** Seconds that its jobs may take where neither template nor hook say. */
  readonly automationTimeoutSeconds?: number;
  /** Conversion pods ask for KVM. */
  readonly requestKvm: boolean;
  /** Share of a Filesystem volume that its file system takes, in percent. */
  readonly filesystemOverheadPercent: number;
  /** Plans and Migrations without a stamp count as an administrator's. */
  readonly trustRequesters: boolean;
}

const second = 1000;
const minute = 60 * second;

export const defaultEngineSettings: EngineSettings = {
  maxInFlight: 20,
  shutdownDeadlineMs: 10 * minute,
  shutdownGraceMs: minute,
  bindDeadlineMs: 10 * minute,
  podPendingDeadlineMs: 5 * minute,
  copyStallMs: 30 * minute,
  conversionDeadlineMs: 120 * minute,
  importerRetries: 3,
  precopyIntervalMs: 60 * minute,
  snapshotDeadlineMs: 30 * minute,
  snapshotRemovalMs: 120 * minute,
  waitForConsolidation: true,
  retryDeadlineMs: 10 * minute,
  pausedRetryDeadlineMs: 24 * 60 * minute,
  restoreIntervalMs: minute,
  progressIntervalMs: 10 * second,
  rollUpIntervalMs: 2 * second,
  virtV2vImage: 'quay.io/kubev2v/forklift-virt-v2v:latest',
  consumerImage: 'quay.io/kubev2v/forklift-virt-v2v:latest',
  requestKvm: true,
  filesystemOverheadPercent: 10,
  trustRequesters: false,
};

/** Settings that nothing stands for where they are not set. */
const withoutDefault = {
  automationTimeoutSeconds: 0,
  automationTokenSecret: '',
  automationUrl: '',
  maxInFlightPerDatastore: 0,
  maxInFlightPerPlan: 0,
  maxInFlightPerProvider: 0,
  maxInFlightPerTarget: 0,
  pvcNameTemplate: '',
  serviceAccount: '',
  vddkImage: '',
  virtV2vExtraArgs: '',
  virtV2vImageXfs: '',
  virtV2vMemSize: 0,
  virtV2vSmp: 0,
} as const satisfies Partial<EngineSettings>;

/** A value of its type for every setting. */
export const anyEngineSettings: Required<EngineSettings> = { ...withoutDefault, ...defaultEngineSettings };
