const prefix = 'cdi.kubevirt.io/storage';

export const annotation = {
  bindImmediately: `${prefix}.bind.immediate.requested`,
  usePopulator: `${prefix}.usePopulator`,
  retainPod: `${prefix}.pod.retainAfterCompletion`,
  populatedFor: `${prefix}.populatedFor`,
  source: `${prefix}.import.source`,
  endpoint: `${prefix}.import.endpoint`,
  secretName: `${prefix}.import.secretName`,
  uuid: `${prefix}.import.uuid`,
  backingFile: `${prefix}.import.backingFile`,
  thumbprint: `${prefix}.import.vddk.thumbprint`,
  fatalError: `${prefix}.import.fatalError`,
  vddkImage: `${prefix}.pod.vddk.initimageurl`,
  importPodName: `${prefix}.import.importPodName`,
  podPhase: `${prefix}.pod.phase`,
  podRestarts: `${prefix}.pod.restarts`,
  running: `${prefix}.condition.running`,
  runningReason: `${prefix}.condition.running.reason`,
  runningMessage: `${prefix}.condition.running.message`,
  currentCheckpoint: `${prefix}.checkpoint.current`,
  previousCheckpoint: `${prefix}.checkpoint.previous`,
  finalCheckpoint: `${prefix}.checkpoint.final`,
  /** With `.<checkpoint>`: the pod that has copied it. */
  copied: `${prefix}.checkpoint.copied`,
  checkpointPod: `${prefix}.checkpoint.pod.id`,
  checkpointsDone: `${prefix}.checkpoint.done`,
  prime: `${prefix}.populator.pvcPrime`,
  progress: `${prefix}.populator.progress`,
} as const;

/** What an importer has reported on its claim; copied from a populator's claim to the one it fills. */
export const reported = [
  annotation.podPhase,
  annotation.podRestarts,
  annotation.running,
  annotation.runningReason,
  annotation.runningMessage,
  annotation.fatalError,
  annotation.currentCheckpoint,
  annotation.checkpointsDone,
] as const;
