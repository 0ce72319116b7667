import type { Claim } from '../api/kinds.ts';
import { kinds } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { ownedBy, refOf } from '../api/objects.ts';
import type { Draft } from '../api/objects.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { selectedNodeAnnotation } from '../storage/provisioner.ts';
import { annotation, reported } from './annotations.ts';
import { checkpointAnnotations, isInStages, moveToNextStage, nextCheckpoint } from './checkpoints.ts';
import { importAnnotations } from './import-annotations.ts';
import { claimOfPod } from './importer-pod.ts';

export function isPopulated(claim: Claim): boolean {
  return claim.spec.dataSourceRef?.kind === kinds.importSource.kind;
}

/** Whether a claim's population is held back because nothing consumes it yet. */
export function awaitsConsumer({ stores }: Pick<OperatorContext, 'stores'>, claim: Claim): boolean {
  const annotations = claim.metadata.annotations ?? {};
  const storageClass = stores.storageClasses.get({ name: claim.spec.storageClassName });
  return (
    storageClass?.volumeBindingMode === 'WaitForFirstConsumer' &&
    annotations[selectedNodeAnnotation] === undefined &&
    annotations[annotation.bindImmediately] === undefined
  );
}

/** Fills claims that name an import source: a second claim is imported into, then its volume is handed over. */
export function startPopulator(context: OperatorContext): Loop {
  const { stores } = context;
  const loop = startLoop(context, 'populator', stores.claims, async (key) => {
    const claim = stores.claims.get(refOf(key));
    if (!claim || claim.metadata.deletionTimestamp || !isPopulated(claim)) return undefined;
    const prime = stores.claims.get({ namespace: claim.metadata.namespace, name: primeName(claim) });
    if (claim.spec.volumeName) {
      if (claim.status?.phase === 'Bound' && prime && !prime.metadata.deletionTimestamp)
        await stores.claims.delete(prime);
      return undefined;
    }
    if (!prime) {
      if (!awaitsConsumer(context, claim)) await createPrime(context, claim);
      return undefined;
    }
    const source = stores.importSources.get({
      namespace: claim.metadata.namespace,
      name: claim.spec.dataSourceRef?.name,
    });
    const current = await moveToNextStage(context, prime, source?.spec ?? {});
    await copyReport(context, claim, current);
    const { annotations = {} } = current.metadata;
    if (annotations[annotation.podPhase] === 'Succeeded' && !isInStages(annotations))
      await handOver(context, claim, current);
    return undefined;
  });
  alsoOn(loop, stores.claims, claimOfPrime);
  alsoOn(loop, stores.pods, (pod) =>
    claimOfPod(pod).flatMap((key) => {
      const prime = stores.claims.get(refOf(key));
      return prime === undefined ? [] : claimOfPrime(prime);
    }),
  );
  alsoOn(loop, stores.importSources, (source) =>
    stores.claims
      .in(source.metadata.namespace)
      .filter((claim) => claim.spec.dataSourceRef?.name === source.metadata.name)
      .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
  );
  return loop;
}

function claimOfPrime({ metadata }: Claim): string[] {
  const owner = metadata.ownerReferences?.[0];
  return owner?.kind === 'PersistentVolumeClaim' ? [`${metadata.namespace ?? ''}/${owner.name}`] : [];
}

function primeName(claim: Claim): string {
  return `prime-${claim.metadata.uid}`;
}

async function createPrime({ stores }: OperatorContext, claim: Claim): Promise<void> {
  const { namespace, annotations = {} } = claim.metadata;
  const source = stores.importSources.get({ namespace, name: claim.spec.dataSourceRef?.name });
  const { targetClaim = claim.metadata.name } = source?.spec ?? {};
  const from = source && importAnnotations(source.spec.source);
  if (!from || targetClaim !== claim.metadata.name) return;
  const spec = { ...claim.spec };
  delete spec.dataSource;
  delete spec.dataSourceRef;
  const node = annotations[selectedNodeAnnotation];
  const draft: Draft<Claim> = {
    metadata: {
      name: primeName(claim),
      namespace,
      labels: { app: 'containerized-data-importer', 'app.kubernetes.io/component': 'storage' },
      annotations: {
        ...networksOf(annotations),
        ...from,
        ...checkpointAnnotations(nextCheckpoint({}, source.spec)),
        [annotation.bindImmediately]: '',
        ...(node === undefined ? {} : { [selectedNodeAnnotation]: node }),
      },
      ownerReferences: [ownedBy(claim, kinds.claim)],
    },
    spec,
  };
  await stores.claims.ensure(draft);
  await stores.claims.annotate(claim, { [annotation.prime]: primeName(claim) });
}

function networksOf(annotations: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => key.includes('cni')));
}

async function copyReport({ stores }: OperatorContext, claim: Claim, prime: Claim): Promise<void> {
  const wanted = reported.flatMap((name) => {
    const value = prime.metadata.annotations?.[name] ?? (name === annotation.currentCheckpoint ? null : undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  await stores.claims.annotate(claim, Object.fromEntries(wanted));
}

/** The volume changes hands by naming the other claim; the first one is lost by that, and then removed. */
async function handOver({ stores }: OperatorContext, claim: Claim, prime: Claim): Promise<void> {
  const volume = stores.volumes.get({ name: prime.spec.volumeName });
  if (!volume || volume.spec.claimRef?.uid === claim.metadata.uid) return;
  const { namespace, name, uid } = claim.metadata;
  await stores.volumes.patch(volume, { spec: { claimRef: { namespace, name, uid, resourceVersion: null } } });
}
