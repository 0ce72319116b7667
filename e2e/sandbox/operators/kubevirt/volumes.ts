import type { InstanceSpec } from '../api/kinds.ts';
import type { OperatorContext } from '../operator.ts';
import { awaitsConsumer } from '../cdi/populator.ts';

/** What keeps a machine from starting, as its printable status says it; undefined when nothing does. */
export function volumeHindrance(
  context: Pick<OperatorContext, 'stores'>,
  namespace: string | undefined,
  spec: InstanceSpec,
): { status: string; message: string } | undefined {
  const { stores } = context;
  for (const volume of spec.volumes ?? []) {
    const name = claimNameOf(volume);
    if (name === undefined) continue;
    const dataVolume = stores.dataVolumes.get({ namespace, name });
    const claim = stores.claims.get({ namespace, name });
    if (volume.dataVolume && !dataVolume && !claim) {
      return { status: 'Provisioning', message: `the DataVolume ${name} does not exist` };
    }
    if (dataVolume?.status?.phase === 'Failed')
      return { status: 'DataVolumeError', message: `the DataVolume ${name} has failed` };
    if (!claim) {
      return volume.dataVolume || dataVolume
        ? { status: 'Provisioning', message: `the claim of the DataVolume ${name} does not exist` }
        : { status: 'ErrorPvcNotFound', message: `the claim ${name} does not exist` };
    }
    const held = claim.status?.phase !== 'Bound' && awaitsConsumer(context, claim);
    if (dataVolume && dataVolume.status?.phase !== 'Succeeded' && !held) {
      return { status: 'Provisioning', message: `the DataVolume ${name} is ${dataVolume.status?.phase ?? 'new'}` };
    }
    if (claim.status?.phase === 'Lost') return { status: 'DataVolumeError', message: `the claim ${name} is lost` };
    if (claim.status?.phase !== 'Bound' && !held) {
      return { status: 'WaitingForVolumeBinding', message: `the claim ${name} is not bound` };
    }
  }
  return undefined;
}

export function claimNameOf(volume: NonNullable<InstanceSpec['volumes']>[number]): string | undefined {
  return volume.dataVolume?.name ?? volume.persistentVolumeClaim?.claimName;
}
