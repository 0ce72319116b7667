import { dataVolumes } from '../../api/kinds/cdi.ts';
import { pods } from '../../api/kinds/core.ts';
import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { consumerPod } from '../pods/consumer-pod.ts';
import { ensureCredentials } from '../source/credentials-secret.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { ensure } from '../target/target-objects.ts';
import {
  claimVolumeMode,
  modesByClass,
  placedDisks,
  placedVolume,
  waitsForConsumer,
  type PlacedDisk,
} from '../target/target-volumes.ts';
import { readingSource } from '../source/reading-source.ts';
import { requireVddkImage, transferInput } from '../source/transfer.ts';

type SourceOf = (placed: PlacedDisk) => Record<string, unknown>;

const row = { name: 'CreateDataVolumes', group: 'Initialize', description: 'Create the volumes' } as const;

/** Empty volumes, for virt-v2v to fill. */
export const createBlankVolumes = defineStep<MachineScope, object>({
  ...row,
  run: (scope) => createVolumes(scope, () => ({ blank: {} })),
});

/** Volumes that CDI fills from the source. */
export const createImportVolumes = defineStep<MachineScope, object>({
  ...row,
  run: async (scope) => {
    const source = await readingSource(scope, 'copy');
    requireVddkImage(scope, source);
    const { transfers, connection } = source;
    const secretName = await ensureCredentials(scope, 'import', transfers.importSecret(connection));
    const input = transferInput(scope, source, secretName);
    return createVolumes(scope, ({ disk }) => transfers.importSource(input, disk.index));
  },
});

async function createVolumes(scope: RunScope, sourceOf: SourceOf) {
  const placed = placedDisks(scope);
  for (const one of placed) await ensure(scope, dataVolumes, placedVolume(scope, one, sourceOf(one)));
  if (await waitsForConsumer(scope)) {
    const modesOf = await modesByClass(scope);
    const claims = placed.map(({ name, volume }) => ({ claim: name, volumeMode: claimVolumeMode(modesOf(volume)) }));
    await ensure(scope, pods, consumerPod(scope, claims));
  }
  return done({});
}
