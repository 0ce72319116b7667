import { isDeepStrictEqual } from 'node:util';
import { isApiError } from '../api/client.ts';
import { EventRecorder } from '../api/events.ts';
import { kinds } from '../api/kinds.ts';
import type { Claim, DataVolume } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { controllerOf, mergeConditions, ownedBy, refOf } from '../api/objects.ts';
import { timestamp } from '../api/time.ts';
import { readText } from '../../wire.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { isCsi } from '../storage/storage-classes.ts';
import { annotation } from './annotations.ts';
import { claimSpecOf, InvalidClaim } from './claim-spec.ts';
import { dataVolumeStatus } from './data-volume-status.ts';
import { checkpointAnnotations, moveToNextStage, nextCheckpoint } from './checkpoints.ts';
import { importAnnotations } from './import-annotations.ts';
import { claimOfPod, importerPodName } from './importer-pod.ts';
import { metricsPort } from './importer.ts';
import { awaitsConsumer, isPopulated } from './populator.ts';

const refusedRetryMs = 5_000;

/** Turns data volumes into claims, and tells how these are filled. */
export function startDataVolumes(context: OperatorContext): Loop {
  const { stores, clock } = context;
  const events = new EventRecorder(context.client, clock, 'datavolume-controller');
  const loop = startLoop(context, 'data-volumes', stores.dataVolumes, async (key) => {
    const dataVolume = stores.dataVolumes.get(refOf(key));
    if (!dataVolume || dataVolume.metadata.deletionTimestamp) return undefined;
    const claim = stores.claims.get(dataVolume.metadata);
    if (!claim) {
      if (dataVolume.status?.phase === 'Succeeded') return undefined;
      return createClaim(context, events, dataVolume);
    }
    if (controllerOf(claim)?.uid !== dataVolume.metadata.uid) return adoptOrRefuse(context, events, dataVolume, claim);
    const populated = isPopulated(claim);
    await (populated ? handOnStages(context, dataVolume, claim) : moveToNextStage(context, claim, dataVolume.spec));
    const running = dataVolume.status?.phase === 'ImportInProgress';
    const progress = running ? await readProgress(context, claim) : undefined;
    const facts = { claim, populated, awaitsConsumer: awaitsConsumer(context, claim), progress, now: timestamp(clock) };
    const status = dataVolumeStatus(dataVolume, facts);
    await stores.dataVolumes.patchStatus(dataVolume, status);
    return status.phase === 'ImportInProgress' ? context.timings.progressMs : undefined;
  });
  alsoOn(loop, stores.claims, ({ metadata }) => [`${metadata.namespace ?? ''}/${metadata.name}`]);
  // The next stage begins when the pod of the last one is gone.
  alsoOn(loop, stores.pods, claimOfPod);
  alsoOn(loop, stores.storageProfiles, () =>
    stores.dataVolumes
      .all()
      .filter(({ status }) => status?.claimName === undefined)
      .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
  );
  return loop;
}

async function createClaim(
  context: OperatorContext,
  events: EventRecorder,
  dataVolume: DataVolume,
): Promise<number | undefined> {
  const { stores } = context;
  try {
    await stores.claims.create(await claimOf(context, dataVolume));
    return undefined;
  } catch (error) {
    if (error instanceof InvalidClaim) {
      await refuse(context, events, dataVolume, { reason: 'ErrClaimNotValid', message: error.message });
      return refusedRetryMs;
    }
    if (isApiError(error, 'Forbidden', 'Invalid')) {
      const reason = error.message.includes('exceeded quota') ? 'ErrExceededQuota' : 'ErrClaimNotValid';
      await refuse(context, events, dataVolume, { reason, message: error.message });
      return refusedRetryMs;
    }
    throw error;
  }
}

async function refuse(
  { stores, clock }: OperatorContext,
  events: EventRecorder,
  dataVolume: DataVolume,
  { reason, message }: { reason: string; message: string },
): Promise<void> {
  await events.warn(kinds.dataVolume, dataVolume, reason, message);
  const conditions = mergeConditions(
    dataVolume.status?.conditions,
    [
      { type: 'Bound', status: 'Unknown', reason, message },
      { type: 'Ready', status: 'False', reason },
      { type: 'Running', status: 'False', reason },
    ],
    timestamp(clock),
  );
  await stores.dataVolumes.patchStatus(dataVolume, { phase: 'Pending', conditions });
}

/** Claims of classes with a CSI driver are filled by a populator, unless the data volume asks for the direct way. */
async function claimOf(
  { stores }: OperatorContext,
  dataVolume: DataVolume,
): Promise<Parameters<typeof stores.claims.create>[0]> {
  const { name, namespace, uid, labels, annotations = {} } = dataVolume.metadata;
  const spec = claimSpecOf(dataVolume, {
    classes: stores.storageClasses.all(),
    profiles: stores.storageProfiles.all(),
    config: stores.cdiConfigs.get({ name: 'config' }),
  });
  const source = dataVolume.spec.source ?? {};
  const from = importAnnotations(source);
  if (!from) throw new InvalidClaim('The source of the DataVolume is not simulated by this sandbox.');
  const storageClass = stores.storageClasses.get({ name: spec.storageClassName });
  const populate =
    storageClass !== undefined && isCsi(storageClass) && annotations[annotation.usePopulator] !== 'false';
  const importSourceName = importSourceNameOf(dataVolume);
  if (populate) {
    const { checkpoints, finalCheckpoint } = dataVolume.spec;
    await stores.importSources.ensure({
      metadata: { name: importSourceName, namespace, ownerReferences: [ownedBy(dataVolume, kinds.dataVolume)] },
      spec: { source, ...(checkpoints === undefined ? {} : { targetClaim: name, checkpoints, finalCheckpoint }) },
    });
  }
  const reference = { apiGroup: 'cdi.kubevirt.io', kind: kinds.importSource.kind, name: importSourceName };
  return {
    metadata: {
      name,
      namespace,
      labels: { ...labels, app: 'containerized-data-importer', 'app.kubernetes.io/component': 'storage' },
      annotations: {
        ...annotations,
        'cdi.kubevirt.io/createdForDataVolume': uid,
        [annotation.usePopulator]: `${populate}`,
        ...(populate ? {} : { ...from, ...checkpointAnnotations(nextCheckpoint({}, dataVolume.spec)) }),
      },
      ownerReferences: [ownedBy(dataVolume, kinds.dataVolume)],
    },
    spec: populate ? { ...spec, dataSourceRef: reference } : spec,
  };
}

function importSourceNameOf({ metadata: { uid } }: DataVolume): string {
  return `volume-import-source-${uid}`;
}

/** What is to be copied may change while it is copied: the populator learns it from the import source. */
async function handOnStages({ stores }: OperatorContext, dataVolume: DataVolume, claim: Claim): Promise<void> {
  const { namespace } = claim.metadata;
  const source = stores.importSources.get({ namespace, name: importSourceNameOf(dataVolume) });
  const { checkpoints, finalCheckpoint } = dataVolume.spec;
  if (source === undefined || checkpoints === undefined) return;
  const { spec } = source;
  if (isDeepStrictEqual([checkpoints, finalCheckpoint], [spec.checkpoints, spec.finalCheckpoint])) return;
  await stores.importSources.patch(source, { spec: { checkpoints, finalCheckpoint } });
}

async function adoptOrRefuse(
  { stores }: OperatorContext,
  events: EventRecorder,
  dataVolume: DataVolume,
  claim: Claim,
): Promise<number | undefined> {
  const { name } = dataVolume.metadata;
  if (claim.metadata.deletionTimestamp) return 1_000;
  if (claim.metadata.annotations?.[annotation.populatedFor] === name) {
    if (claim.status?.phase === 'Bound') {
      await stores.dataVolumes.patchStatus(dataVolume, { claimName: name, phase: 'Succeeded', progress: '100.0%' });
    }
    return undefined;
  }
  const message = `Resource "${name}" already exists and is not managed by DataVolume`;
  await events.warn(kinds.dataVolume, dataVolume, 'ErrResourceExists', message);
  return refusedRetryMs;
}

/** Asks the importer of the claim, or of the claim that fills it; undefined while it does not answer. */
async function readProgress({ stores, network, signal }: OperatorContext, claim: Claim): Promise<number | undefined> {
  const { namespace, annotations = {} } = claim.metadata;
  const prime = stores.claims.get({ namespace, name: annotations[annotation.prime] });
  const pod = stores.pods.get({ namespace, name: importerPodName(prime ?? claim) });
  const address = pod?.status?.podIP;
  if (address === undefined) return undefined;
  try {
    const response = await network.send({
      method: 'GET',
      url: `http://${address}:${metricsPort}/metrics`,
      headers: {},
      signal,
    });
    const match = /^kubevirt_cdi_import_progress_total\{[^}]*\} ([\d.]+)/m.exec(await readText(response));
    return match?.[1] === undefined ? undefined : Number(match[1]);
  } catch {
    return undefined;
  }
}
