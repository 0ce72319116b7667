import type { Claim, InstanceSpec, MachineVolume } from '../api/kinds.ts';
import type { Ref } from '../api/objects.ts';
import type { OperatorContext } from '../operator.ts';

/** What keeps a machine from starting; `status` is its printable status meanwhile. */
export interface Hindrance {
  readonly status: string;
  readonly awaitsConsumer: boolean;
}

type Where = Pick<OperatorContext, 'stores'>;

/** undefined when all volumes can be used. */
export function volumeHindrance(
  context: Where,
  namespace: string | undefined,
  spec: InstanceSpec,
): Hindrance | undefined {
  const hindrances = (spec.volumes ?? []).flatMap((volume) => {
    const name = claimNameOf(volume);
    const status = name === undefined ? undefined : hindranceOf(context, { namespace, name }, volume);
    return status ?? [];
  });
  const [first] = hindrances;
  return first && { ...first, awaitsConsumer: hindrances.some(({ awaitsConsumer }) => awaitsConsumer) };
}

function hindranceOf(context: Where, ref: Ref, volume: MachineVolume): Hindrance | undefined {
  const dataVolume = context.stores.dataVolumes.get(ref);
  const claim = context.stores.claims.get(ref);
  if (dataVolume?.status?.phase === 'Failed' || claim?.status?.phase === 'Lost') return hindrance('DataVolumeError');
  if (!claim) return hindrance(volume.dataVolume || dataVolume ? 'Provisioning' : 'ErrorPvcNotFound');
  const bound = claim.status?.phase === 'Bound';
  const filled = dataVolume === undefined || dataVolume.status?.phase === 'Succeeded';
  if (bound && filled) return undefined;
  return {
    status: filled ? 'WaitingForVolumeBinding' : 'Provisioning',
    awaitsConsumer: !bound && waitsForConsumer(context, claim),
  };
}

function hindrance(status: string): Hindrance {
  return { status, awaitsConsumer: false };
}

function waitsForConsumer({ stores }: Where, claim: Claim): boolean {
  const storageClass = stores.storageClasses.get({ name: claim.spec.storageClassName });
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}

export function claimNameOf(volume: MachineVolume): string | undefined {
  return volume.dataVolume?.name ?? volume.persistentVolumeClaim?.claimName;
}
